import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCase } from '#src/cases/close.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { repudiate } from '#src/response/repudiate.ts';
import { restoreByHand } from '#src/response/restore-by-hand.ts';
import { undoStep } from '#src/response/undo-step.ts';
import { verifyStep } from '#src/response/verify-step.ts';
import { drawMessage } from '#src/slack/draw-message.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, aTransfer, plannedCase, prepare, somebody, stepOf, story } from '#test/helpers/seed.ts';
import { run } from './approved.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  await ctx.db.deleteFrom('suspensions').execute();
});
afterAll(() => database?.close());

/** A yes of somebody's to the freeze of a case of its own. */
async function voted(slackUser: string = somebody.security) {
  const caseId = await plannedCase(ctx, { transfer: aTransfer() });
  const { id, digest } = await stepOf(ctx, caseId, 'freeze');
  const vote = { stepId: id, digest, slackUser, reason: 'the export is running' };
  await approveStep(ctx, vote);
  const { id: approvalId } = await ctx.db
    .selectFrom('approvals')
    .select('id')
    .where('step_id', '=', id)
    .executeTakeFirstOrThrow();
  return { caseId, stepId: id, approvalId, vote };
}

const deny = (approvalId: string, slackUser: string = somebody.security) =>
  repudiate(ctx, { approvalId, slackUser, reason: 'I was asleep', playbook: acmePlaybook });
const stateOf = async (caseId: number, key = 'freeze') => (await stepOf(ctx, caseId, key)).state;

describe('"this wasn’t me"', () => {
  test('before it is carried out: halted, open again for others, nothing was done', async () => {
    const { caseId, stepId, approvalId } = await voted();
    const denied = await deny(approvalId);
    expect(denied).toMatchObject({ undoing: [], words: 'Nothing was done on it, and it no longer counts.' });
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'nothing-to-do' });
    expect(await stateOf(caseId)).toBe('waiting');
    expect(ctx.acme.calls).toEqual([]);
    expect(await story(ctx, caseId)).toContain('vote.repudiated');
  });

  test('after it was done: taken back and checked', async () => {
    const { caseId, stepId, approvalId } = await voted();
    await run(ctx, stepId);
    await verifyStep(ctx, { stepId, actor });
    expect(await stateOf(caseId)).toBe('contained');
    const denied = await deny(approvalId);
    expect(denied.undoing).toEqual([stepId]);
    await undoStep(ctx, { stepId, actor });
    expect(await stateOf(caseId)).toBe('undone');
    expect(ctx.acme.frozen).toBe(false);
  });

  test('suspends their say and drops their other open answers, and only theirs', async () => {
    const first = await voted();
    const second = await voted();
    const others = await voted(somebody.otherSecurity);
    const denied = await deny(first.approvalId);
    expect(new Set(denied.touched)).toEqual(new Set([first.caseId, second.caseId]));
    expect(await stateOf(second.caseId)).toBe('waiting');
    expect(await stateOf(others.caseId)).toBe('approved');
    await expect(approveStep(ctx, second.vote)).rejects.toMatchObject({
      code: 'suspended',
      message: expect.stringMatching(/A manager gives it back/),
    });
    expect(await approveStep(ctx, { ...second.vote, slackUser: somebody.otherSecurity })).toMatchObject({
      outcome: 'settled',
    });
  });

  test('opens a case about their account, in which a manager gives the say back', async () => {
    const { approvalId, caseId } = await voted();
    const { caseId: linked } = await deny(approvalId);
    const view = await loadCaseView(ctx, linked);
    expect(view).toMatchObject({
      severity: 'critical',
      title: 'An answer was given in their name that was not theirs',
    });
    expect(view.detections[0]?.detection.message).toContain(`CASE-${caseId}`);
    await prepare(ctx, linked);
    const close = { caseId: linked, resolution: 'benign', note: 'x', actor };
    await expect(closeCase(ctx, close)).rejects.toMatchObject({ code: 'still-suspended' });
    const { id, digest } = await stepOf(ctx, linked, 'restore-rights');
    const answer = { stepId: id, digest, reason: 'spoke to her', choice: 'restore' };
    await expect(decideStep(ctx, { ...answer, slackUser: somebody.otherSecurity })).rejects.toMatchObject({
      code: 'wrong-role',
    });
    await decideStep(ctx, { ...answer, slackUser: somebody.manager });
    expect(await story(ctx, linked)).toContain('rights.restored');
    await voted();
  });

  test('"not yet" leaves them without a say, until an administrator gives it back', async () => {
    const { approvalId, vote } = await voted();
    const { caseId: linked } = await deny(approvalId);
    const { id, digest } = await stepOf(ctx, linked, 'restore-rights');
    await decideStep(ctx, { stepId: id, digest, reason: 'no answer', choice: 'keep', slackUser: somebody.manager });
    await expect(approveStep(ctx, vote)).rejects.toMatchObject({ code: 'suspended' });
    const person = 'noor.haddad@northwind.example';
    await restoreByHand(ctx, { person, reason: 'stood in front of me', actor });
    await expect(restoreByHand(ctx, { person, reason: 'again', actor })).rejects.toMatchObject({
      code: 'not-suspended',
    });
    expect(await approveStep(ctx, vote)).toMatchObject({ outcome: 'settled' });
  });

  test('of a second answer goes into the same case; of the same one again is refused', async () => {
    const first = await voted();
    const second = await voted();
    const { caseId } = await deny(first.approvalId);
    expect((await deny(second.approvalId)).caseId).toBe(caseId);
    await expect(deny(first.approvalId)).rejects.toMatchObject({ code: 'known-already' });
  });

  test('is for whoever answered, and needs a word on it', async () => {
    const { approvalId } = await voted();
    await expect(deny(approvalId, somebody.otherSecurity)).rejects.toMatchObject({ code: 'not-yours' });
    await expect(
      repudiate(ctx, { approvalId, slackUser: somebody.security, reason: ' ', playbook: acmePlaybook }),
    ).rejects.toMatchObject({ code: 'no-reason' });
  });

  test('said ten times at once is said once', async () => {
    const { approvalId } = await voted();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => deny(approvalId)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await ctx.db.selectFrom('suspensions').selectAll().execute()).toHaveLength(1);
  });
});

describe('the receipt', () => {
  const receipts = (caseId: number) =>
    ctx.db.selectFrom('messages').selectAll().where('case_id', '=', caseId).where('kind', '=', 'receipt').execute();

  test('goes to whoever answered, says what they said, and has the button', async () => {
    const { caseId } = await voted();
    await queueMessages(ctx, { caseId, story: [] });
    const [receipt, ...more] = await receipts(caseId);
    expect(more).toEqual([]);
    expect(receipt?.recipient).toBe(somebody.security);
    const drawn = receipt && drawMessage(receipt, await loadCaseView(ctx, caseId), undefined);
    expect(drawn?.text).toMatch(/you answered yes: .*If this was not you, press the button at once\./);
    expect(JSON.stringify(drawn?.blocks)).toContain('This wasn’t me…');
    expect(JSON.stringify(drawn?.blocks)).toContain('the export is running');
  });

  test('is redrawn when the answer falls, and then has none', async () => {
    const { caseId, approvalId } = await voted();
    await queueMessages(ctx, { caseId, story: [] });
    await ctx.db.updateTable('messages').set({ sent: 9, wanted: 1 }).where('case_id', '=', caseId).execute();
    await deny(approvalId);
    await queueMessages(ctx, { caseId, story: [] });
    const [receipt] = await receipts(caseId);
    expect(receipt?.wanted).toBeGreaterThan(1);
    const drawn = receipt && drawMessage(receipt, await loadCaseView(ctx, caseId), undefined);
    expect(drawn?.text).toContain('This answer no longer counts.');
    expect(JSON.stringify(drawn?.blocks)).not.toContain('This wasn’t me…');
  });
});
