import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RoleName } from '#src/db/schema.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { breakGlass } from '#src/response/break-glass.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { declineStep } from '#src/response/decline-step.ts';
import { runStep } from '#src/response/run-step.ts';
import { withdrawVote } from '#src/response/withdraw-vote.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, exampleConfig, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, plannedCase, prepare, somebody, stepOf, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
const withPolicy = (...needs: [RoleName, number][]) =>
  createTestContext(database, {
    policy: { ...exampleConfig.policy, approvals: { 'acme.freeze': needs.map(([role, count]) => ({ role, count })) } },
  });
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = withPolicy(['finance', 1], ['security', 1]);
});
afterAll(() => database?.close());

async function offered(more: Parameters<typeof plannedCase>[1] = {}) {
  const caseId = await plannedCase(ctx, more);
  const { id, digest } = await stepOf(ctx, caseId, 'freeze');
  const by = (slackUser: string, reason = 'it cannot wait until the others are awake') => ({
    stepId: id,
    digest,
    slackUser,
    reason,
  });
  const state = async () => (await stepOf(ctx, caseId, 'freeze')).state;
  const run = () => runStep(ctx, { stepId: id, playbook: acmePlaybook, actor });
  return { caseId, id, digest, by, state, run };
}

describe('one of finance and one of security', () => {
  test('both, in either order, and nothing with one of them', async () => {
    for (const order of [
      [somebody.finance, somebody.security],
      [somebody.security, somebody.finance],
    ]) {
      const { by, state, run } = await offered();
      expect(await approveStep(ctx, by(order[0] ?? ''))).toMatchObject({ outcome: 'counted', missing: 1 });
      expect(await run()).toMatchObject({ outcome: 'nothing-to-do' });
      expect(await approveStep(ctx, by(order[1] ?? ''))).toMatchObject({ outcome: 'settled', missing: 0 });
      expect(await state()).toBe('approved');
      expect(await run()).toMatchObject({ outcome: 'claimed' });
    }
  });

  test('two of one role are not enough', async () => {
    const { by, state } = await offered();
    await approveStep(ctx, by(somebody.security));
    expect(await approveStep(ctx, by(somebody.otherSecurity))).toMatchObject({ outcome: 'counted', missing: 1 });
    expect(await state()).toBe('waiting');
  });

  test('anybody of either may decline', async () => {
    const { by, state } = await offered();
    await declineStep(ctx, by(somebody.finance, 'we know about this'));
    expect(await state()).toBe('declined');
  });

  test('a role lost between yes and execution takes the yes with it', async () => {
    const { by, run, state } = await offered();
    await approveStep(ctx, by(somebody.finance));
    await approveStep(ctx, by(somebody.security));
    ctx.standings.set(somebody.finance, { deactivated: true });
    expect(await run()).toMatchObject({ outcome: 'voided' });
    expect(await state()).toBe('waiting');
  });

  test('a policy changed after the first yes voids it, and the new one is asked for', async () => {
    const { caseId, by, digest } = await offered();
    await approveStep(ctx, by(somebody.finance));
    ctx = withPolicy(['security', 2]);
    await prepare(ctx, caseId);
    const again = await stepOf(ctx, caseId, 'freeze');
    expect(again.digest).not.toBe(digest);
    await expect(approveStep(ctx, by(somebody.security))).rejects.toMatchObject({ code: 'out-of-date' });
    expect(await approveStep(ctx, { ...by(somebody.security), digest: again.digest })).toMatchObject({ missing: 1 });
  });
});

test('nobody decides about their own account, even in a case about somebody else', async () => {
  const noor = exampleConfig.roles.security.people.find(({ slack }) => slack === somebody.security);
  const { id, by } = await offered();
  const { plan } = await stepOf(ctx, (await stepRow(id)).case_id, 'freeze');
  const preview = JSON.stringify({ ...plan, accounts: [noor?.email] });
  await ctx.db.updateTable('steps').set({ preview }).where('id', '=', id).execute();
  await expect(approveStep(ctx, by(somebody.security))).rejects.toMatchObject({ code: 'concerned' });
});

const stepRow = (id: string) => ctx.db.selectFrom('steps').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('an answer taken back', () => {
  test('no longer counts, others stand, and it can be given again', async () => {
    const { caseId, by, state, id } = await offered();
    await approveStep(ctx, by(somebody.finance));
    await withdrawVote(ctx, { stepId: id, slackUser: somebody.finance, reason: 'wrong supplier' });
    expect(await approveStep(ctx, by(somebody.security))).toMatchObject({ missing: 1 });
    expect(await approveStep(ctx, by(somebody.finance))).toMatchObject({ outcome: 'settled' });
    expect(await state()).toBe('approved');
    expect(await story(ctx, caseId)).toContain('vote.withdrawn');
  });

  test('after the last yes and before it is carried out: nothing is done', async () => {
    const { by, state, id, run } = await offered();
    await approveStep(ctx, by(somebody.finance));
    await approveStep(ctx, by(somebody.security));
    await withdrawVote(ctx, { stepId: id, slackUser: somebody.security, reason: 'too fast' });
    expect(await run()).toMatchObject({ outcome: 'nothing-to-do' });
    expect(await state()).toBe('waiting');
    expect(ctx.acme.calls).toEqual([]);
  });

  test.each([
    ['without a reason', somebody.finance, ' ', 'no-reason'],
    ['that was never given', somebody.security, 'x', 'no-vote'],
  ])('%s is refused', async (_, slackUser, reason, code) => {
    const { by, id } = await offered();
    await approveStep(ctx, by(somebody.finance));
    await expect(withdrawVote(ctx, { stepId: id, slackUser, reason })).rejects.toMatchObject({ code });
  });

  test('after it is done is too late', async () => {
    const { by, id, run } = await offered();
    await approveStep(ctx, by(somebody.finance));
    await approveStep(ctx, by(somebody.security));
    await run();
    const late = withdrawVote(ctx, { stepId: id, slackUser: somebody.security, reason: 'oh' });
    await expect(late).rejects.toMatchObject({ code: 'too-late' });
  });
});

describe('breaking glass', () => {
  test('one of security has it done, everybody reads it, and managers are asked whether it was right', async () => {
    const { caseId, by, run } = await offered();
    expect(await breakGlass(ctx, by(somebody.security))).toMatchObject({ outcome: 'settled' });
    expect(await run()).toMatchObject({ outcome: 'claimed' });
    expect(await story(ctx, caseId)).toContain('glass.broken');
    const review = await stepOf(ctx, caseId, 'review-freeze-1');
    expect(review).toMatchObject({
      state: 'waiting',
      role: 'manager',
      on_deadline: 'escalate',
      due_at: expect.any(Date),
    });
    const answer = { stepId: review.id, digest: review.digest, reason: 'the export was running' };
    await expect(
      decideStep(ctx, { ...answer, slackUser: somebody.security, choice: 'justified' }),
    ).rejects.toMatchObject({ code: 'wrong-role' });
    expect(await decideStep(ctx, { ...answer, slackUser: somebody.manager, choice: 'justified' })).toMatchObject({
      outcome: 'settled',
    });
  });

  test('needs a sentence, and somebody of security', async () => {
    const { by } = await offered();
    await expect(breakGlass(ctx, by(somebody.security, 'because'))).rejects.toMatchObject({ code: 'no-reason' });
    await expect(breakGlass(ctx, by(somebody.finance))).rejects.toMatchObject({ code: 'wrong-role' });
  });

  test('is not there for what one person may do anyway', async () => {
    ctx = createTestContext(database);
    const { by } = await offered();
    await expect(breakGlass(ctx, by(somebody.security))).rejects.toMatchObject({ code: 'no-glass' });
  });

  test('by somebody who has left before it ran is void', async () => {
    const { by, run } = await offered();
    await breakGlass(ctx, by(somebody.security));
    ctx.standings.set(somebody.security, { deactivated: true });
    expect(await run()).toMatchObject({ outcome: 'voided' });
  });
});

/** Everybody there is, and what Slack says about each. */
const people = [...Object.values(somebody)];
const standings = fc.constantFrom('fine', 'guest', 'bot', 'deactivated', 'stranger');

test('no set of clicks by excluded, duplicate, guest, foreign or deactivated people ever does anything', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...people), standings), { minLength: 1, maxLength: 8 }),
      async (clicks) => {
        ctx = withPolicy(['finance', 1], ['security', 1]);
        const { by, run } = await offered();
        const counted = new Set<string>();
        for (const [slackUser, standing] of clicks) {
          ctx.standings.set(slackUser, standing === 'fine' ? {} : { [standing]: true });
          const accepted = await approveStep(ctx, by(slackUser)).then(
            () => true,
            () => false,
          );
          if (accepted) counted.add(slackUser);
          if (accepted && standing !== 'fine') throw new Error(`${standing} was counted`);
        }
        const finance = [somebody.finance, somebody.otherFinance, somebody.deputy].some((one) => counted.has(one));
        const security = [somebody.security, somebody.otherSecurity].some((one) => counted.has(one));
        const fine = [...counted].every((one) => Object.keys(ctx.standings.get(one) ?? {}).length === 0);
        const { outcome } = await run();
        if (!(finance && security)) expect(outcome).toBe('nothing-to-do');
        else if (fine) expect(outcome).toBe('claimed');
        else expect(['voided', 'claimed']).toContain(outcome);
      },
    ),
    { numRuns: 25 },
  );
});
