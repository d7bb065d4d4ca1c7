import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { runQuery } from '#src/enrichment/run-query.ts';
import { VendorError } from '#src/errors.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, openedCase, pass, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const plan = (caseId: number) => planQueries(ctx, { caseId, playbook: acmePlaybook, actor });
const rowOf = (id: string) =>
  ctx.db.selectFrom('query_runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const rowsOf = (caseId: number) =>
  ctx.db
    .selectFrom('query_runs')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('round')
    .orderBy('position')
    .execute();

async function planned() {
  const caseId = await openedCase(ctx);
  const { queryRunIds } = await plan(caseId);
  const [id = ''] = queryRunIds;
  return { caseId, id, ask: () => runQuery(ctx, { queryRunId: id, actor }) };
}

const slow = (retryAfterMs?: number) => () => {
  const more = retryAfterMs === undefined ? {} : { retryAfterMs };
  throw new VendorError('Acme asks Cordon to slow down.', { vendor: 'acme', kind: 'rate-limited', ...more });
};

describe('planning', () => {
  test('writes down each question of the round once, however often it is asked for', async () => {
    const caseId = await openedCase(ctx);
    const plans = await Promise.all([plan(caseId), plan(caseId), plan(caseId)]);
    for (const { round, queryRunIds } of plans) expect([round, queryRunIds.length]).toEqual([1, 2]);
    expect((await rowsOf(caseId)).map(({ query, position }) => [query, position])).toEqual([
      ['acme.user', 0],
      ['acme.activity', 1],
    ]);
    expect((await story(ctx, caseId)).filter((what) => what === 'queries.planned')).toHaveLength(1);
  });

  test('what cannot be asked is unknown at once, with the reason', async () => {
    const unconnected = createTestContext(database, { connectors: {} });
    const caseId = await openedCase(unconnected);
    const { queryRunIds } = await planQueries(unconnected, { caseId, playbook: acmePlaybook, actor });
    expect(queryRunIds).toEqual([]);
    for (const row of await rowsOf(caseId)) {
      expect(row).toMatchObject({
        state: 'unknown',
        due_at: null,
        finding: { code: 'not-connected', reason: expect.stringContaining('cordon.yaml') },
      });
    }
    const nobody = await openedCase(ctx, { subject: { ids: {} }, integration: { name: 'Portal' } });
    await plan(nobody);
    for (const row of await rowsOf(nobody)) {
      expect(row).toMatchObject({
        state: 'unknown',
        finding: { code: 'not-askable', reason: 'The detection names nobody.' },
      });
    }
  });
});

describe('asking', () => {
  test('stores the answer with what was looked at', async () => {
    const { caseId, id, ask } = await planned();
    expect(await ask()).toMatchObject({ outcome: 'answered' });
    expect(await rowOf(id)).toMatchObject({
      state: 'answered',
      due_at: null,
      finding: { status: 'answered', data: { userId: 'u1' }, lookedAt: [{ source: 'Acme', rows: 1 }] },
    });
    expect((await story(ctx, caseId)).at(-1)).toBe('query.answered');
    expect(await ask()).toEqual({ outcome: 'nothing-to-do' });
  });

  test('a vendor that asks for time gets it, and is asked again', async () => {
    const { id, ask } = await planned();
    ctx.acme.faults.ask = [slow(20_000), slow()];
    expect(await ask()).toEqual({ outcome: 'later', waitMs: 20_000 });
    expect(await rowOf(id)).toMatchObject({ state: 'planned', attempts: 1 });
    expect(await ask()).toMatchObject({ outcome: 'later', waitMs: expect.any(Number) });
    expect(await ask()).toMatchObject({ outcome: 'answered' });
  });

  test('after four attempts it stays unknown, with the reason', async () => {
    const { caseId, id, ask } = await planned();
    ctx.acme.faults.ask = Array.from({ length: 4 }, () => slow());
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const asked = await ask();
      if (asked.outcome === 'later') waits.push(asked.waitMs);
    }
    expect(waits).toEqual([800, 1_600, 3_200]);
    expect(await ask()).toEqual({ outcome: 'unknown' });
    expect(await rowOf(id)).toMatchObject({
      state: 'unknown',
      finding: { status: 'unknown', code: 'vendor-rate-limited', reason: 'Acme asks Cordon to slow down.' },
    });
    expect((await story(ctx, caseId)).at(-1)).toBe('query.unknown');
  });

  test('a refusal is not asked again', async () => {
    const { id, ask } = await planned();
    ctx.acme.faults.ask = [
      () => {
        throw new VendorError('Acme does not license this.', { vendor: 'acme', kind: 'not-licensed' });
      },
    ];
    expect(await ask()).toEqual({ outcome: 'unknown' });
    expect(await rowOf(id)).toMatchObject({
      attempts: 1,
      finding: { code: 'vendor-not-licensed', reason: 'Acme does not license this.' },
    });
  });

  test('an answer Cordon cannot read is unknown; what was in it stays out of the card', async () => {
    const { id, ask } = await planned();
    ctx.acme.faults.ask = [
      () => {
        throw new TypeError('secret payload mara.ito@northwind.example');
      },
    ];
    expect(await ask()).toEqual({ outcome: 'unknown' });
    const { finding } = await rowOf(id);
    expect(finding).toMatchObject({ code: 'unexpected', reason: expect.stringContaining('worker log') });
    expect(JSON.stringify(finding)).not.toContain('secret payload');
  });

  test('five workers at once ask once', async () => {
    const { caseId, ask } = await planned();
    const outcomes = await Promise.all(Array.from({ length: 5 }, ask));
    expect(outcomes.filter(({ outcome }) => outcome === 'answered')).toHaveLength(1);
    expect((await story(ctx, caseId)).filter((what) => what === 'query.answered')).toHaveLength(1);
  });

  test('a worker that died while asking is replaced after its lease, and writes nothing when it comes back', async () => {
    const { caseId, id, ask } = await planned();
    const second: unknown[] = [];
    ctx.acme.faults.ask = [
      async () => {
        expect(await ask()).toEqual({ outcome: 'nothing-to-do' });
        await pass(ctx.db, 26);
        second.push(await ask());
      },
    ];
    expect(await ask()).toEqual({ outcome: 'nothing-to-do' });
    expect(second).toMatchObject([{ outcome: 'answered' }]);
    expect(await rowOf(id)).toMatchObject({ state: 'answered', attempts: 2 });
    expect((await story(ctx, caseId)).filter((what) => what === 'query.answered')).toHaveLength(1);
  });
});
