import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resumeStalled } from '#jobs/resume-stalled.ts';
import { closeCase } from '#src/cases/close.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { runQuery } from '#src/enrichment/run-query.ts';
import { contracts } from '#src/queue/contracts.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, aTransfer, openedCase, pass, plannedCase, prepare, scoredCase, stepOf } from '#test/helpers/seed.ts';
import { createFakeEnqueue } from './fakes.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  for (const table of ['deliveries', 'cases', 'query_runs', 'steps', 'messages'] as const) {
    await ctx.db.updateTable(table).set({ due_at: null }).execute();
  }
  await ctx.db
    .updateTable('cases')
    .set({ prepare_at: null, updated_at: new Date(0) })
    .execute();
});
afterAll(() => database?.close());

const YEARS = 60 * 60 * 24 * 365 * 10;

async function sweep() {
  const enqueue = createFakeEnqueue();
  await resumeStalled(ctx, enqueue);
  for (const [name, payload] of enqueue.started) {
    const contract = contracts[name as keyof typeof contracts];
    expect(contract.payload.safeParse(payload)).toMatchObject({ success: true });
  }
  return enqueue.started.map(([name, payload]) => [name, ...Object.values(payload)]);
}

const setStep = async (caseId: number, key: string, values: object) => {
  const { id } = await stepOf(ctx, caseId, key);
  await ctx.db
    .updateTable('steps')
    .set({ due_at: new Date(), ...values })
    .where('id', '=', id)
    .execute();
  return id;
};

test('with nothing due nothing is nudged, and young work is left to its own job', async () => {
  expect(await sweep()).toEqual([]);
  await openedCase(ctx);
  expect(await sweep()).toEqual([]);
});

describe('what a crash between commit and enqueue leaves is found', () => {
  test('a delivery', async () => {
    const { id } = await receiveDelivery(ctx, {
      source: 'siem',
      deliveryKey: randomUUID(),
      contentType: 'application/json',
      body: Buffer.from('{}'),
    });
    await pass(ctx.db, 3);
    expect(await sweep()).toEqual([['ingest-delivery', id]]);
  });

  test('a case without questions, then its questions, then its score', async () => {
    const caseId = await openedCase(ctx);
    await pass(ctx.db, 3);
    expect(await sweep()).toEqual([['enrich-case', caseId]]);
    const { queryRunIds } = await planQueries(ctx, { caseId, playbook: acmePlaybook, actor });
    await pass(ctx.db, 3);
    expect((await sweep()).sort()).toEqual(queryRunIds.map((id) => ['run-query', id]).sort());
    await ctx.db
      .updateTable('query_runs')
      .set({ state: 'unknown', due_at: null })
      .where('case_id', '=', caseId)
      .execute();
    await pass(ctx.db, 50);
    expect(await sweep()).toEqual([['score-case', caseId]]);
  });

  test('a score that nobody worked out after the last answer, without waiting for the patience to end', async () => {
    const caseId = await openedCase(ctx);
    const { queryRunIds } = await planQueries(ctx, { caseId, playbook: acmePlaybook, actor });
    for (const queryRunId of queryRunIds) await runQuery(ctx, { queryRunId, actor });
    expect(await sweep()).toEqual([]);
    await ctx.db
      .updateTable('query_runs')
      .set({ finished_at: new Date(Date.now() - 3_000) })
      .where('case_id', '=', caseId)
      .execute();
    expect(await sweep()).toEqual([['score-case', caseId]]);
  });

  test('a plan and a card', async () => {
    const caseId = await scoredCase(ctx);
    await pass(ctx.db, 3);
    expect(await sweep()).toEqual([
      ['prepare-steps', caseId],
      ['post-case', caseId],
    ]);
    await prepare(ctx, caseId);
    expect(await sweep()).not.toContainEqual(['prepare-steps', caseId]);
  });

  test.each([
    ['approved', 'run-step'],
    ['running', 'run-step'],
    ['claimed', 'verify-step'],
    ['contained', 'verify-step'],
    ['slipped', 'verify-step'],
    ['undoing', 'undo-step'],
    ['waiting', 'expire-step'],
  ])('a step that is %s: %s', async (state, job) => {
    const caseId = await plannedCase(ctx);
    const id = await setStep(caseId, 'freeze', { state });
    await pass(ctx.db, 3);
    expect(await sweep()).toContainEqual([job, id]);
  });

  test.each(['declined', 'expired', 'decided', 'voided', 'failed', 'undone', 'blocked'])(
    'a step that is %s is left alone',
    async (state) => {
      const caseId = await plannedCase(ctx);
      const id = await setStep(caseId, 'freeze', { state });
      await pass(ctx.db, 3);
      expect((await sweep()).flat()).not.toContain(id);
    },
  );

  test('a step being prepared, as its case', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    await setStep(caseId, 'freeze', { state: 'preparing' });
    await setStep(caseId, 'payment', { state: 'preparing' });
    await pass(ctx.db, 3);
    expect((await sweep()).filter(([job]) => job === 'prepare-steps')).toEqual([['prepare-steps', caseId]]);
  });

  test('a message', async () => {
    const caseId = await scoredCase(ctx);
    const id = randomUUID();
    await ctx.db.insertInto('messages').values({ id, case_id: caseId, key: 'card', kind: 'card' }).execute();
    await pass(ctx.db, 3);
    expect(await sweep()).toContainEqual(['deliver-message', id]);
  });
});

test('a quiet case is not posted, a closed one neither asked nor planned', async () => {
  ctx.acme.rows = 3;
  await scoredCase(ctx);
  await pass(ctx.db, 3);
  expect(await sweep()).toEqual([]);
  const closed = await openedCase(ctx);
  await closeCase(ctx, { caseId: closed, resolution: 'benign', note: 'x', actor });
  await pass(ctx.db, YEARS);
  expect(await sweep()).toEqual([]);
});

test('two workers sweep one after the other, not at once', async () => {
  await receiveDelivery(ctx, {
    source: 'siem',
    deliveryKey: randomUUID(),
    contentType: 'application/json',
    body: Buffer.from('{}'),
  });
  await pass(ctx.db, 3);
  const holder = await ctx.db.startTransaction().execute();
  await sql`select pg_advisory_xact_lock(${0x53574545})`.execute(holder);
  expect(await sweep()).toEqual([]);
  await holder.rollback().execute();
  expect(await sweep()).toHaveLength(1);
});
