import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decideStep } from '#src/response/decide-step.ts';
import { expireStep } from '#src/response/expire-step.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, aTransfer, pass, plannedCase, somebody, stepOf, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const YEARS = 60 * 60 * 24 * 365 * 10;

async function question(onSilence: 'deny' | 'hold' | 'escalate') {
  const caseId = await plannedCase(ctx, { transfer: aTransfer() });
  const { id, digest } = await stepOf(ctx, caseId, 'payment');
  await ctx.db.updateTable('steps').set({ on_deadline: onSilence }).where('id', '=', id).execute();
  const vote = { stepId: id, digest, choice: 'confirm', reason: 'called them', slackUser: somebody.finance };
  return {
    caseId,
    id,
    vote,
    expire: () => expireStep(ctx, { stepId: id, actor }),
    step: () => stepOf(ctx, caseId, 'payment'),
  };
}

test('before its time nothing happens', async () => {
  const { caseId, expire, step } = await question('deny');
  expect(await expire()).toEqual({ outcome: 'nothing-to-do', caseId });
  expect(await step()).toMatchObject({ state: 'waiting' });
});

test('silence denies: the step is over, and says what was meant by silence', async () => {
  const { caseId, expire, step } = await question('deny');
  await pass(ctx.db, YEARS);
  expect(await expire()).toEqual({ outcome: 'expired', caseId });
  expect(await step()).toMatchObject({ state: 'expired', outcome: null, due_at: null, finished_at: expect.any(Date) });
  const entry = await ctx.db
    .selectFrom('journal_entries')
    .select('detail')
    .where('what', '=', 'step.expired')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  expect(entry.detail).toMatchObject({ silence: 'If nobody answers, more people are asked.' });
  expect(await expire()).toEqual({ outcome: 'nothing-to-do', caseId });
});

test('silence escalates once: it stays open, and a late answer counts', async () => {
  const { caseId, vote, expire, step } = await question('escalate');
  await pass(ctx.db, YEARS);
  expect(await expire()).toEqual({ outcome: 'escalated', caseId });
  expect(await step()).toMatchObject({ state: 'waiting', escalated_at: expect.any(Date), due_at: null });
  expect(await expire()).toEqual({ outcome: 'nothing-to-do', caseId });
  expect(await decideStep(ctx, vote)).toMatchObject({ outcome: 'counted' });
  expect((await story(ctx, caseId)).filter((what) => what === 'step.escalated')).toHaveLength(1);
});

test.each(['deny', 'hold', 'escalate'] as const)(
  'silence is never yes (%s), not even with one of two given',
  async (onSilence) => {
    const { caseId, id, vote, expire, step } = await question(onSilence);
    await decideStep(ctx, vote);
    await pass(ctx.db, YEARS);
    await expire();
    await pass(ctx.db, YEARS);
    await expire();
    expect(['waiting', 'expired']).toContain((await step()).state);
    expect((await step()).outcome).toBeNull();
    expect(await story(ctx, caseId)).not.toContain('step.decided');
    expect(await ctx.db.selectFrom('approvals').select('id').where('step_id', '=', id).execute()).toHaveLength(1);
  },
);

test('an answer and the end of its time at the same moment: one of them, never both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { caseId, vote, expire, step } = await question('deny');
    await ctx.db
      .updateTable('steps')
      .set({ due_at: new Date('2020-01-01') })
      .where('case_id', '=', caseId)
      .execute();
    const [answered, expired] = await Promise.allSettled([decideStep(ctx, { ...vote, choice: 'stop' }), expire()]);
    const { state } = await step();
    if (answered.status === 'fulfilled') {
      expect([state, expired]).toEqual([
        'decided',
        { status: 'fulfilled', value: { outcome: 'nothing-to-do', caseId } },
      ]);
    } else {
      expect([state, answered.reason.code]).toEqual(['expired', 'already-decided']);
    }
  }
});
