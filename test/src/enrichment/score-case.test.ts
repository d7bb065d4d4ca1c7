import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCase } from '#src/cases/take.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { runQuery } from '#src/enrichment/run-query.ts';
import { scoreCase } from '#src/enrichment/score-case.ts';
import { VendorError } from '#src/errors.ts';
import type { Playbook } from '#src/playbook.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  actor,
  arrive,
  caseRow,
  detectionOf,
  enrich,
  openedCase,
  pass,
  scoredCase,
  story,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const PATIENCE = 46;
/** How many reads `scoreCase` makes before its transaction. */
const AFTER_FACTS = 2;
const score = (caseId: number, playbook = acmePlaybook) => scoreCase(ctx, { caseId, playbook, actor });
const plan = (caseId: number) => planQueries(ctx, { caseId, playbook: acmePlaybook, actor });
const refuses = () => {
  throw new VendorError('Acme does not let Cordon read this.', { vendor: 'acme', kind: 'not-permitted' });
};
const weighing = (...points: number[]): Playbook => ({
  ...acmePlaybook,
  weigh: points.map((point) => () => ({ points: point, because: 'a reason' })),
});

test('a score has its reasons, its severity, its headline and its story, and asks for the plan', async () => {
  const caseId = await scoredCase(ctx);
  const view = await loadCaseView(ctx, caseId);
  expect(view).toMatchObject({ title: 'Mara Ito · Acme', severity: 'high', quiet: false, scoredRound: 1 });
  expect(view.score).toMatchObject({
    value: 60,
    reasons: [{ points: 60, because: '5000 rows read' }],
    couldNotSee: [],
    story: [{ when: '2026-11-22T08:00:00.000Z', what: '5000 rows read', where: 'Rotterdam' }],
  });
  expect(await caseRow(ctx, caseId)).toMatchObject({ due_at: null, prepare_at: expect.any(Date) });
  expect(await score(caseId)).toEqual({ outcome: 'nothing-to-do' });
  expect((await story(ctx, caseId)).filter((what) => what === 'case.scored')).toHaveLength(1);
});

test.each([
  [[90, 90], 100, 'critical'],
  [[-50, 20], 0, 'low'],
  [[80], 80, 'critical'],
  [[79.4], 79, 'high'],
  [[60], 60, 'high'],
  [[30], 30, 'medium'],
  [[29], 29, 'low'],
  [[], 0, 'low'],
])('points %j make %i, %s', async (points, value, severity) => {
  const caseId = await openedCase(ctx);
  await enrich(ctx, caseId, weighing(...points));
  expect(await loadCaseView(ctx, caseId)).toMatchObject({ severity, score: { value } });
});

describe('quiet', () => {
  test('is a low score with every question answered', async () => {
    ctx.acme.rows = 3;
    const caseId = await scoredCase(ctx);
    expect(await caseRow(ctx, caseId)).toMatchObject({ quiet: true, prepare_at: null });
  });

  test('is never a case with a question that stayed open, however low its score', async () => {
    ctx.acme.rows = 3;
    ctx.acme.faults.ask = [refuses];
    const caseId = await scoredCase(ctx);
    expect(await loadCaseView(ctx, caseId)).toMatchObject({
      quiet: false,
      severity: 'high',
      score: { value: 0, couldNotSee: ['Who is this in Acme? Acme does not let Cordon read this.'] },
    });
  });

  test('is never a case somebody has taken, nor one that people have seen', async () => {
    const person = { subject: { email: 'seen@northwind.example', ids: {} } };
    const seen = await scoredCase(ctx, person);
    ctx.acme.rows = 3;
    await arrive(ctx, detectionOf(person));
    await enrich(ctx, seen);
    expect(await loadCaseView(ctx, seen)).toMatchObject({ quiet: false, score: { value: 0 }, scoredRound: 2 });
    const taken = await openedCase(ctx);
    await takeCase(ctx, { caseId: taken, by: { name: 'Noor', slackUser: 'U1' }, actor });
    await enrich(ctx, taken);
    expect(await caseRow(ctx, taken)).toMatchObject({ quiet: false });
  });
});

describe('patience', () => {
  test('a case waits for its answers, but not for ever: what is missing is said', async () => {
    const caseId = await openedCase(ctx);
    const { queryRunIds } = await plan(caseId);
    await runQuery(ctx, { queryRunId: queryRunIds[0] ?? '', actor });
    expect(await score(caseId)).toEqual({ outcome: 'waiting' });
    await pass(ctx.db, PATIENCE);
    expect(await score(caseId)).toMatchObject({ outcome: 'scored', quiet: false });
    expect(await loadCaseView(ctx, caseId)).toMatchObject({
      score: { couldNotSee: ['How much was read? No answer in time. The case was scored without it.'] },
    });
  });

  test('an answer that comes after the score changes nothing', async () => {
    const caseId = await openedCase(ctx);
    const { queryRunIds } = await plan(caseId);
    ctx.acme.faults.ask = [
      async () => {
        await pass(ctx.db, PATIENCE);
        await score(caseId);
      },
    ];
    expect(await runQuery(ctx, { queryRunId: queryRunIds[1] ?? '', actor })).toEqual({ outcome: 'nothing-to-do' });
    expect(await loadCaseView(ctx, caseId)).toMatchObject({ score: { value: 0 }, scoredRound: 1 });
    for (const queryRunId of queryRunIds) {
      expect(await runQuery(ctx, { queryRunId, actor })).toEqual({ outcome: 'nothing-to-do' });
    }
    expect(await story(ctx, caseId)).not.toContain('query.answered');
  });

  test('a question a vendor keeps putting off does not hold up the score', async () => {
    const caseId = await openedCase(ctx);
    const { queryRunIds } = await plan(caseId);
    ctx.acme.faults.ask = [
      () => {
        throw new VendorError('Later.', { vendor: 'acme', kind: 'rate-limited', retryAfterMs: 3_600_000 });
      },
    ];
    for (const queryRunId of queryRunIds) await runQuery(ctx, { queryRunId, actor });
    await pass(ctx.db, PATIENCE);
    expect(await score(caseId)).toMatchObject({ outcome: 'scored' });
  });
});

describe('a second detection', () => {
  const person = () => ({ subject: { email: `${crypto.randomUUID()}@northwind.example`, ids: {} } });

  test('is not scored before its own questions were asked', async () => {
    const who = person();
    const caseId = await scoredCase(ctx, who);
    await arrive(ctx, detectionOf(who));
    expect(await score(caseId)).toEqual({ outcome: 'waiting' });
    await plan(caseId);
    expect(await score(caseId)).toEqual({ outcome: 'waiting' });
    await enrich(ctx, caseId);
    expect(await caseRow(ctx, caseId)).toMatchObject({ round: 2, scored_round: 2 });
  });

  test('that comes while the first is being scored is weighed with its own answers', async () => {
    const who = person();
    const caseId = await openedCase(ctx, who);
    const { queryRunIds } = await plan(caseId);
    for (const queryRunId of queryRunIds) await runQuery(ctx, { queryRunId, actor });
    let reads = 0;
    const db = ctx.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        reads += 1;
        if (reads === AFTER_FACTS) await arrive(ctx, detectionOf(who));
        return result;
      },
    });
    const joining = { ...ctx, db };
    expect(await scoreCase(joining, { caseId, playbook: acmePlaybook, actor })).toEqual({ outcome: 'waiting' });
    await enrich(ctx, caseId);
    expect(await caseRow(ctx, caseId)).toMatchObject({ round: 2, scored_round: 2 });
  });

  test('a playbook without questions is scored at once', async () => {
    const caseId = await openedCase(ctx);
    expect(await score(caseId, { ...weighing(50), ask: [] })).toMatchObject({ outcome: 'scored', round: 1 });
  });
});
