import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveStep } from '#src/response/approve-step.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { declineStep } from '#src/response/decline-step.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { aTransfer, caseRow, pass, plannedCase, prepare, somebody, stepOf, story } from '#test/helpers/seed.ts';

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

async function offered(key: string) {
  const caseId = await plannedCase(ctx, { transfer: aTransfer() });
  const { id, digest } = await stepOf(ctx, caseId, key);
  const by = (slackUser: string, more: object = {}) => ({
    stepId: id,
    digest,
    slackUser,
    reason: 'as agreed',
    ...more,
  });
  return { caseId, id, digest, by };
}

/** A step that needs two yes of finance. */
async function stopOffered() {
  const { caseId, by } = await offered('payment');
  await decideStep(ctx, { ...by(somebody.finance), choice: 'stop' });
  await prepare(ctx, caseId);
  const { id, digest } = await stepOf(ctx, caseId, 'stop');
  return { caseId, by: (slackUser: string) => ({ stepId: id, digest, slackUser, reason: 'as agreed' }) };
}

describe('one yes', () => {
  test('settles a step that needs one: due at once, and in the record with the plan it was bound to', async () => {
    const { caseId, id, digest, by } = await offered('freeze');
    expect(await approveStep(ctx, by(somebody.security))).toMatchObject({
      caseId,
      outcome: 'settled',
      missing: 0,
      voter: { person: 'noor.haddad@northwind.example' },
    });
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({
      state: 'approved',
      due_at: expect.any(Date),
      finished_at: null,
    });
    const entry = await ctx.db
      .selectFrom('journal_entries')
      .selectAll()
      .where('what', '=', 'step.approved')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      actor: { kind: 'slack-user', user: somebody.security, name: 'Noor Haddad' },
      refs: { step: id, digest },
      detail: { reason: 'as agreed', plan: digest.slice(0, 4).toUpperCase() },
    });
  });

  test.each(['', '  ', '\n'])('needs a reason (%j)', async (reason) => {
    const { caseId, by } = await offered('freeze');
    await expect(approveStep(ctx, by(somebody.security, { reason }))).rejects.toMatchObject({ code: 'no-reason' });
    expect(await stepOf(ctx, caseId, 'freeze')).toMatchObject({ state: 'waiting' });
  });

  test('on another plan than the one on the table is refused', async () => {
    const { caseId, by } = await offered('freeze');
    await expect(approveStep(ctx, by(somebody.security, { digest: 'a'.repeat(64) }))).rejects.toMatchObject({
      code: 'out-of-date',
    });
    expect(await story(ctx, caseId)).not.toContain('step.approved');
  });

  test('of somebody who may not is refused, and leaves nothing behind', async () => {
    const { caseId, id, by } = await offered('freeze');
    for (const slackUser of [somebody.finance, somebody.manager, somebody.nobody, '']) {
      await expect(approveStep(ctx, by(slackUser))).rejects.toMatchObject({ code: 'wrong-role' });
    }
    ctx.standings.set(somebody.security, { deactivated: true });
    await expect(approveStep(ctx, by(somebody.security))).rejects.toMatchObject({ code: 'deactivated' });
    expect(await ctx.db.selectFrom('approvals').selectAll().where('step_id', '=', id).execute()).toEqual([]);
    expect(await story(ctx, caseId)).not.toContain('step.approved');
  });

  test('of the person it is about is refused', async () => {
    const caseId = await plannedCase(ctx, { subject: { email: 'Noor.Haddad@northwind.example', ids: {} } });
    const { id, digest } = await stepOf(ctx, caseId, 'freeze');
    const vote = { stepId: id, digest, reason: 'it was me', slackUser: somebody.security };
    await expect(approveStep(ctx, vote)).rejects.toMatchObject({ code: 'concerned' });
    expect(await approveStep(ctx, { ...vote, slackUser: somebody.otherSecurity })).toMatchObject({
      outcome: 'settled',
    });
  });

  test('on a step nobody knows says so', async () => {
    const vote = { stepId: crypto.randomUUID(), digest: '', slackUser: somebody.security, reason: 'x' };
    await expect(approveStep(ctx, vote)).rejects.toMatchObject({ code: 'unknown-step' });
  });
});

describe('two yes', () => {
  test('take two people: the first is counted, the same one again is not, the second settles', async () => {
    const { caseId, by } = await stopOffered();
    expect(await approveStep(ctx, by(somebody.finance))).toMatchObject({ outcome: 'counted', missing: 1 });
    await expect(approveStep(ctx, by(somebody.finance))).rejects.toMatchObject({ code: 'already-voted' });
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'waiting' });
    expect(await approveStep(ctx, by(somebody.deputy))).toMatchObject({ outcome: 'settled', missing: 0 });
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'approved' });
  });

  test('take two humans, not two accounts of one', async () => {
    const { people, deputies } = ctx.config.roles.finance;
    const [ana] = people;
    if (!ana) throw new Error('nobody');
    const secondAccount = { ...ana, slack: 'U0SECOND01', email: ana.email.toUpperCase() };
    ctx.config = {
      ...ctx.config,
      roles: { ...ctx.config.roles, finance: { people: [...people, secondAccount], deputies } },
    };
    const { caseId, by } = await stopOffered();
    await approveStep(ctx, by(somebody.finance));
    await expect(approveStep(ctx, by('U0SECOND01'))).rejects.toMatchObject({ code: 'already-voted' });
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'waiting' });
  });

  test('one no between them is the end of it', async () => {
    const { caseId, by } = await stopOffered();
    await approveStep(ctx, by(somebody.finance));
    expect(await declineStep(ctx, { ...by(somebody.otherFinance), reason: 'customer migration' })).toMatchObject({
      outcome: 'settled',
    });
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({
      state: 'declined',
      outcome: 'customer migration',
      due_at: null,
    });
    await expect(approveStep(ctx, by(somebody.deputy))).rejects.toMatchObject({
      code: 'already-decided',
      message: expect.stringMatching(
        /^Already decided: Jonas Weber declined it at <!date\^\d+\^\{time\}\|\d\d:\d\d UTC>\. The step was declined\.$/,
      ),
    });
  });

  test('20 people at once on a step of two: two settle it, 18 read a polite sentence', async () => {
    const crowd = Array.from({ length: 20 }, (_, number) => ({
      name: `Approver ${number}`,
      slack: `U0CROWD${String(number).padStart(3, '0')}`,
      email: `approver${number}@northwind.example`,
    }));
    ctx.config = { ...ctx.config, roles: { ...ctx.config.roles, finance: { people: crowd, deputies: [] } } };
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const payment = await stepOf(ctx, caseId, 'payment');
    const votes = await Promise.allSettled(
      crowd.map(({ slack }) =>
        decideStep(ctx, {
          stepId: payment.id,
          digest: payment.digest,
          slackUser: slack,
          reason: 'x',
          choice: 'confirm',
        }),
      ),
    );
    expect(votes.flatMap((vote) => (vote.status === 'fulfilled' ? [vote.value.outcome] : [])).sort()).toEqual([
      'counted',
      'settled',
    ]);
    const refusals = votes.flatMap((vote) => (vote.status === 'rejected' ? [vote.reason] : []));
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        code: 'already-decided',
        message: expect.stringMatching(/^Already decided: Approver \d+ decided at /),
      });
    expect(refusals).toHaveLength(18);
  });
});

test('20 presses of one person at once: one counts, 19 read that it did', async () => {
  const { caseId, by } = await offered('freeze');
  const votes = await Promise.allSettled(Array.from({ length: 20 }, () => approveStep(ctx, by(somebody.security))));
  expect(votes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const sentences = votes.flatMap((vote) => (vote.status === 'rejected' ? [vote.reason.message] : []));
  expect(new Set(sentences.map((sentence) => sentence.replace(/<!date.*?>/, 'TIME')))).toEqual(
    new Set(['Already decided: Noor Haddad said yes at TIME. The step was approved and is about to run.']),
  );
  expect((await story(ctx, caseId)).filter((what) => what === 'step.approved')).toHaveLength(1);
});

describe('a question', () => {
  test('each answer has its own quorum; an answer asks for the plan anew', async () => {
    const { caseId, by } = await offered('payment');
    expect(await decideStep(ctx, { ...by(somebody.finance), choice: 'confirm' })).toMatchObject({
      outcome: 'counted',
      missing: 1,
    });
    expect(await decideStep(ctx, { ...by(somebody.otherFinance), choice: 'stop' })).toMatchObject({
      outcome: 'settled',
    });
    expect(await stepOf(ctx, caseId, 'payment')).toMatchObject({ state: 'decided', outcome: 'stop' });
    expect(await caseRow(ctx, caseId)).toMatchObject({ prepare_at: expect.any(Date) });
  });

  test('has only its own answers, and cannot be approved like an action', async () => {
    const { by } = await offered('payment');
    for (const choice of ['', 'approve', 'decline', 'hold', 'toString']) {
      await expect(decideStep(ctx, { ...by(somebody.finance), choice })).rejects.toMatchObject({
        code: 'unknown-choice',
      });
    }
    await expect(approveStep(ctx, by(somebody.finance))).rejects.toMatchObject({ code: 'not-an-action' });
    const { by: freeze } = await offered('freeze');
    await expect(decideStep(ctx, { ...freeze(somebody.security), choice: 'approve' })).rejects.toMatchObject({
      code: 'unknown-choice',
    });
  });

  test('declined in the words of one of its answers is still only declined', async () => {
    const { caseId, by } = await offered('payment');
    await declineStep(ctx, { ...by(somebody.finance), reason: 'stop' });
    await prepare(ctx, caseId);
    const keys = await ctx.db.selectFrom('steps').select('key').where('case_id', '=', caseId).execute();
    expect(keys.map(({ key }) => key)).not.toContain('stop');
  });

  test('a task is done by saying so', async () => {
    const { caseId } = await stopOffered();
    const { id, digest } = await stepOf(ctx, caseId, 'call');
    await approveStep(ctx, { stepId: id, digest, slackUser: somebody.finance, reason: 'reference 99' });
    expect(await stepOf(ctx, caseId, 'call')).toMatchObject({
      state: 'decided',
      due_at: null,
      finished_at: expect.any(Date),
    });
  });
});

describe('after the deadline', () => {
  test('where silence denies, a late yes is refused before anybody swept', async () => {
    const { caseId, by } = await stopOffered();
    await pass(ctx.db, YEARS);
    await expect(approveStep(ctx, by(somebody.finance))).rejects.toMatchObject({ code: 'expired' });
    expect(await stepOf(ctx, caseId, 'stop')).toMatchObject({ state: 'waiting' });
  });

  test('where silence escalates, a late answer still counts', async () => {
    const { by } = await offered('payment');
    await pass(ctx.db, YEARS);
    expect(await decideStep(ctx, { ...by(somebody.finance), choice: 'stop' })).toMatchObject({ outcome: 'settled' });
  });
});

test('a case whose last open step is declined has settled', async () => {
  const { caseId, by } = await offered('payment');
  const { id } = await stepOf(ctx, caseId, 'freeze');
  await ctx.db.updateTable('steps').set({ state: 'contained' }).where('id', '=', id).execute();
  await ctx.db.updateTable('cases').set({ state: 'containing' }).where('id', '=', caseId).execute();
  await declineStep(ctx, by(somebody.finance));
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'contained' });
});
