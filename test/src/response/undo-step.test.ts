import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { requestUndo } from '#src/response/request-undo.ts';
import { undoStep } from '#src/response/undo-step.ts';
import { verifyStep } from '#src/response/verify-step.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, pass, somebody, story } from '#test/helpers/seed.ts';
import { approvedFreeze, claimedFreeze, failing, run } from './approved.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const LEASE = 13;
const ask = (stepId: string, slackUser: string = somebody.security, reason = 'customer migration') =>
  requestUndo(ctx, { stepId, slackUser, reason });
const undo = (stepId: string) => undoStep(ctx, { stepId, actor });

async function containedFreeze() {
  const claimed = await claimedFreeze(ctx);
  await verifyStep(ctx, { stepId: claimed.stepId, actor });
  return claimed;
}

describe('asking', () => {
  test('takes a reason and the role, and is in the record with who asked', async () => {
    const { caseId, stepId, step } = await containedFreeze();
    await expect(ask(stepId, somebody.security, ' ')).rejects.toMatchObject({ code: 'no-reason' });
    for (const other of [somebody.finance, somebody.manager, somebody.nobody]) {
      await expect(ask(stepId, other)).rejects.toMatchObject({ code: 'wrong-role' });
    }
    expect(await step()).toMatchObject({ state: 'contained' });
    expect(await ask(stepId)).toEqual({ caseId });
    expect(await step()).toMatchObject({
      state: 'undoing',
      undo_reason: 'customer migration',
      due_at: expect.any(Date),
    });
    expect((await story(ctx, caseId)).at(-1)).toBe('undo.requested');
  });

  test('is for once: the second one reads that it is taken care of', async () => {
    const { stepId } = await containedFreeze();
    const asked = await Promise.allSettled([ask(stepId), ask(stepId, somebody.otherSecurity), ask(stepId)]);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'not-undoable' });
  });

  test('is refused for what is not done, and for what cannot be undone', async () => {
    const { stepId } = await approvedFreeze(ctx);
    await expect(ask(stepId)).rejects.toMatchObject({ code: 'not-undoable' });
    const done = await containedFreeze();
    const { plan } = await done.step();
    const words = 'A stopped payment cannot be started again.';
    await ctx.db
      .updateTable('steps')
      .set({ preview: JSON.stringify({ ...plan, undo: { kind: 'irreversible', words } }) })
      .where('id', '=', done.stepId)
      .execute();
    await expect(ask(done.stepId)).rejects.toMatchObject({
      code: 'irreversible',
      message: `This cannot be undone. ${words}`,
    });
  });
});

describe('undoing', () => {
  test.each([
    [false, 'not frozen before: unfrozen'],
    [true, 'frozen before: stays frozen'],
  ])('restores what the receipt says (%s, %s), and reads that it is so', async (frozenBefore) => {
    ctx.acme.frozen = frozenBefore;
    const { caseId, stepId, step } = await containedFreeze();
    expect(ctx.acme.frozen).toBe(true);
    await ask(stepId);
    expect(await undo(stepId)).toEqual({ outcome: 'undone', caseId });
    expect(ctx.acme.frozen).toBe(frozenBefore);
    expect(await step()).toMatchObject({ state: 'undone', due_at: null });
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
    expect(ctx.acme.calls).toEqual(['run u1', 'undo u1']);
    expect(new Set(ctx.acme.keys).size).toBe(2);
    for (const key of ctx.acme.keys) expect(key.length).toBeLessThanOrEqual(36);
  });

  test('without anybody having asked does nothing', async () => {
    const { stepId } = await containedFreeze();
    expect(await undo(stepId)).toMatchObject({ outcome: 'nothing-to-do' });
    expect(ctx.acme.frozen).toBe(true);
  });

  test('by five workers at once is done once', async () => {
    const { stepId } = await containedFreeze();
    await ask(stepId);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => undo(stepId)));
    expect(outcomes.filter(({ outcome }) => outcome === 'undone')).toHaveLength(1);
    expect(ctx.acme.calls.filter((call) => call === 'undo u1')).toHaveLength(1);
  });

  test('with no clear answer is tried again after its lease', async () => {
    const { caseId, stepId } = await containedFreeze();
    await ask(stepId);
    ctx.acme.faults.undo = [failing('unavailable')];
    expect(await undo(stepId)).toEqual({ outcome: 'unclear', caseId });
    expect(await undo(stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
    await pass(ctx.db, LEASE);
    expect(await undo(stepId)).toEqual({ outcome: 'undone', caseId });
  });

  test('refused by the vendor: the containment still stands and says so, and it can be asked for again', async () => {
    const { caseId, stepId, step } = await containedFreeze();
    await ask(stepId);
    ctx.acme.faults.undo = [failing('not-permitted', 'Acme says no: ask an administrator.')];
    expect(await undo(stepId)).toEqual({ outcome: 'failed', caseId });
    expect((await story(ctx, caseId)).at(-1)).toBe('undo.failed');
    expect(await step()).toMatchObject({
      state: 'claimed',
      due_at: expect.any(Date),
      outcome: 'Acme says no: ask an administrator.',
    });
    expect(await verifyStep(ctx, { stepId, actor })).toMatchObject({ outcome: 'contained', changed: true });
    await ask(stepId);
    expect(await undo(stepId)).toEqual({ outcome: 'undone', caseId });
  });
});

test('a lease that ran out lets the second worker finish, and the first one writes nothing', async () => {
  const { caseId, stepId, step } = await containedFreeze();
  await ask(stepId);
  const second: unknown[] = [];
  ctx.acme.faults.undo = [
    async () => {
      await pass(ctx.db, LEASE);
      second.push(await undo(stepId));
      failing('refused')();
    },
  ];
  expect(await undo(stepId)).toEqual({ outcome: 'nothing-to-do', caseId });
  expect(second).toEqual([{ outcome: 'undone', caseId }]);
  expect(await step()).toMatchObject({ state: 'undone' });
});

test('an undone step is not done again by itself', async () => {
  const { stepId } = await containedFreeze();
  await ask(stepId);
  await undo(stepId);
  expect(await run(ctx, stepId)).toMatchObject({ outcome: 'nothing-to-do' });
  expect(await verifyStep(ctx, { stepId, actor })).toMatchObject({ outcome: 'nothing-to-do' });
});
