import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LOOK_AGAIN_SECONDS, verifyStep } from '#src/response/verify-step.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, pass, story } from '#test/helpers/seed.ts';
import { approvedFreeze, claimedFreeze, failing } from './approved.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const verify = (stepId: string) => verifyStep(ctx, { stepId, actor });

test('only an independent read makes a step contained, and with it the case', async () => {
  const { caseId, stepId, step } = await claimedFreeze(ctx);
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
  expect(await verify(stepId)).toEqual({ outcome: 'contained', caseId, changed: true });
  expect(await step()).toMatchObject({
    state: 'contained',
    verify_round: 1,
    verification: { state: 'done', evidence: 'Acme says true', residual: [] },
  });
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'contained' });
});

test('a vendor that lied is found out: slipped, with what is still alive', async () => {
  const { caseId, stepId, step } = await claimedFreeze(ctx);
  ctx.acme.frozen = false;
  expect(await verify(stepId)).toEqual({ outcome: 'slipped', caseId, changed: true });
  expect(await step()).toMatchObject({
    verification: { state: 'not-done', residual: ['The user can still sign in.'] },
  });
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
  expect((await story(ctx, caseId)).at(-1)).toBe('step.slipped');
});

test('it is looked at again after 1, 5 and 30 minutes, then no more; a look without news changes nothing for people', async () => {
  const { caseId, stepId, step } = await claimedFreeze(ctx);
  await verify(stepId);
  const { revision } = await caseRow(ctx, caseId);
  expect(LOOK_AGAIN_SECONDS.reduce((sum, wait) => sum + wait)).toBe(30 * 60);
  for (const wait of LOOK_AGAIN_SECONDS) {
    expect(await verify(stepId)).toMatchObject({ outcome: 'nothing-to-do' });
    await pass(ctx.db, wait);
    expect(await verify(stepId)).toEqual({ outcome: 'contained', caseId, changed: false });
  }
  expect(await step()).toMatchObject({ verify_round: 4, due_at: null });
  await pass(ctx.db, 60 * 60);
  expect(await verify(stepId)).toMatchObject({ outcome: 'nothing-to-do' });
  expect(await caseRow(ctx, caseId)).toMatchObject({ revision });
});

test('what comes back later is seen, and so is its end', async () => {
  const { caseId, stepId } = await claimedFreeze(ctx);
  await verify(stepId);
  ctx.acme.frozen = false;
  await pass(ctx.db, 60);
  expect(await verify(stepId)).toEqual({ outcome: 'slipped', caseId, changed: true });
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'containing' });
  ctx.acme.frozen = true;
  await pass(ctx.db, 240);
  expect(await verify(stepId)).toEqual({ outcome: 'contained', caseId, changed: true });
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'contained' });
});

test.each(['unavailable', 'not-permitted', 'unexpected-shape'] as const)(
  'a vendor that cannot be read (%s) leaves it claimed, and it is read again',
  async (kind) => {
    const { caseId, stepId, step } = await claimedFreeze(ctx);
    ctx.acme.faults.verify = [failing(kind)];
    expect(await verify(stepId)).toEqual({ outcome: 'unreadable', caseId, changed: false });
    expect(await step()).toMatchObject({ state: 'claimed', verify_round: 0, due_at: expect.any(Date) });
    await pass(ctx.db, 30);
    expect(await verify(stepId)).toMatchObject({ outcome: 'contained' });
  },
);

test('five workers at once: one look', async () => {
  const { caseId, stepId, step } = await claimedFreeze(ctx);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => verify(stepId)));
  expect(outcomes.filter(({ outcome }) => outcome === 'contained')).toHaveLength(1);
  expect(await step()).toMatchObject({ verify_round: 1 });
  expect((await story(ctx, caseId)).filter((what) => what === 'step.contained')).toHaveLength(1);
});

test('what was never done is never contained, whatever the vendor says', async () => {
  const { stepId, step } = await approvedFreeze(ctx);
  ctx.acme.frozen = true;
  expect(await verify(stepId)).toMatchObject({ outcome: 'nothing-to-do' });
  expect(await step()).toMatchObject({ state: 'approved' });
});
