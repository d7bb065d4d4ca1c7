import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCase } from '#src/cases/close.ts';
import { reopenCase } from '#src/cases/reopen.ts';
import { RESOLUTIONS } from '#src/cases/states.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  actor,
  aTransfer,
  caseRow,
  enrich,
  plannedCase,
  prepare,
  somebody,
  stepOf,
  story,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const close = (caseId: number) => closeCase(ctx, { caseId, resolution: 'benign', note: 'a migration', actor });
const setState = (id: string, state: 'approved' | 'running' | 'claimed' | 'undoing' | 'contained' | 'waiting') =>
  ctx.db.updateTable('steps').set({ state }).where('id', '=', id).execute();

describe('closing', () => {
  test.each(Object.keys(RESOLUTIONS))('ends the case as %s; what nobody decided is withdrawn', async (resolution) => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    await closeCase(ctx, { caseId, resolution, note: ' seen before ', actor });
    expect(await caseRow(ctx, caseId)).toMatchObject({
      state: 'closed',
      resolution,
      resolution_note: 'seen before',
      closed_at: expect.any(Date),
      due_at: null,
    });
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({ state: 'voided', due_at: null });
    expect((await story(ctx, caseId)).at(-1)).toBe('case.closed');
  });

  test.each([
    ['', 'x', 'no-resolution'],
    ['made-up', 'x', 'no-resolution'],
    ['toString', 'x', 'no-resolution'],
    ['benign', ' \n ', 'no-note'],
  ])('needs a resolution and a reason: %j, %j', async (resolution, note, code) => {
    const caseId = await plannedCase(ctx);
    await expect(closeCase(ctx, { caseId, resolution, note, actor })).rejects.toMatchObject({ code });
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'new' });
  });

  test.each(['approved', 'running', 'claimed', 'undoing'] as const)('waits while a step is %s', async (state) => {
    const caseId = await plannedCase(ctx);
    await setState((await stepOf(ctx, caseId, 'freeze')).id, state);
    await expect(close(caseId)).rejects.toMatchObject({
      code: 'still-acting',
      message: expect.stringContaining('Freeze Mara Ito'),
    });
  });

  test('what was contained stays contained, and a closed case is closed once', async () => {
    const caseId = await plannedCase(ctx);
    const { id } = await stepOf(ctx, caseId, 'freeze');
    await setState(id, 'contained');
    await close(caseId);
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({ state: 'contained' });
    await expect(close(caseId)).rejects.toMatchObject({ code: 'already-closed' });
    expect((await story(ctx, caseId)).filter((what) => what === 'case.closed')).toHaveLength(1);
  });

  test('a yes and a closing at the same moment: the case never closes over an approved step', async () => {
    for (let round = 0; round < 8; round += 1) {
      const caseId = await plannedCase(ctx);
      const { id, digest } = await stepOf(ctx, caseId, 'freeze');
      const vote = approveStep(ctx, { stepId: id, digest, slackUser: somebody.security, reason: 'now' });
      const outcomes = await Promise.allSettled([vote, close(caseId)]);
      const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
      expect(refusals).toHaveLength(1);
      expect(['still-acting', 'already-decided', 'closed']).toContain(refusals[0]);
      const { state } = await caseRow(ctx, caseId);
      expect((await stepOf(ctx, caseId, 'freeze')).state).toBe(state === 'closed' ? 'voided' : 'approved');
    }
  });

  test('a plan being worked out while the case is closed offers nothing', async () => {
    const caseId = await plannedCase(ctx);
    await ctx.db.deleteFrom('steps').where('case_id', '=', caseId).execute();
    ctx.acme.faults.preview = [() => close(caseId)];
    await prepare(ctx, caseId);
    const open = await ctx.db.selectFrom('steps').select('state').where('case_id', '=', caseId).execute();
    expect(open).toEqual([]);
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'closed', prepare_at: null });
  });
});

describe('reopening', () => {
  test('takes the case up again: a new round, and its undecided steps are offered anew', async () => {
    const caseId = await plannedCase(ctx);
    await close(caseId);
    await reopenCase(ctx, { caseId, reason: 'it happened again', actor });
    expect(await caseRow(ctx, caseId)).toMatchObject({
      state: 'investigating',
      resolution: null,
      resolution_note: null,
      closed_at: null,
      round: 2,
      due_at: expect.any(Date),
    });
    await enrich(ctx, caseId);
    await prepare(ctx, caseId);
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'waiting',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('answers given before do not count again, and the same people may answer', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const before = await stepOf(ctx, caseId, 'payment');
    const vote = { stepId: before.id, choice: 'confirm', reason: 'called them' };
    await decideStep(ctx, { ...vote, digest: before.digest, slackUser: somebody.finance });
    await close(caseId);
    await reopenCase(ctx, { caseId, reason: 'too early', actor });
    await prepare(ctx, caseId);
    const { digest } = await stepOf(ctx, caseId, 'payment');
    expect(await decideStep(ctx, { ...vote, digest, slackUser: somebody.otherFinance })).toMatchObject({
      outcome: 'counted',
      missing: 1,
    });
    expect(await decideStep(ctx, { ...vote, digest, slackUser: somebody.finance })).toMatchObject({
      outcome: 'settled',
    });
  });

  test('needs a reason and a closed case', async () => {
    const caseId = await plannedCase(ctx);
    await expect(reopenCase(ctx, { caseId, reason: 'why not', actor })).rejects.toMatchObject({ code: 'not-closed' });
    await close(caseId);
    await expect(reopenCase(ctx, { caseId, reason: ' ', actor })).rejects.toMatchObject({ code: 'no-reason' });
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'closed' });
  });
});
