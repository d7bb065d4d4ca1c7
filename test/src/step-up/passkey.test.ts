import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveStep } from '#src/response/approve-step.ts';
import { declineStep } from '#src/response/decline-step.ts';
import { askChallenge } from '#src/step-up/challenge.ts';
import { confirmWithPasskey } from '#src/step-up/confirm-with-passkey.ts';
import { openLink } from '#src/step-up/open-link.ts';
import { requestStepUp } from '#src/step-up/request-step-up.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, prepare, somebody, story } from '#test/helpers/seed.ts';
import { run } from '#test/src/response/approved.ts';
import type { SoftKey } from './soft-key.ts';
import { asked, createStage, emails, enrolled, tokenOf, votes } from './stage.ts';

let database: TestDatabase;
let ctx: TestContext;
let key: SoftKey;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createStage(database);
  await ctx.db.deleteFrom('authenticators').execute();
  key = await enrolled(ctx, emails.noor);
});
afterAll(() => database?.close());

const confirm = async (token: string, answer: 'yes' | 'no' = 'yes', by = key) =>
  confirmWithPasskey(ctx, { token, answer, response: by.confirm(await askChallenge(ctx, { token, answer })) });

describe('a yes that takes more than a click', () => {
  test('is none from a click alone, and a no is', async () => {
    const { stepId, digest } = await asked(ctx);
    const vote = { stepId, digest, slackUser: somebody.security, reason: 'now' };
    await expect(approveStep(ctx, vote)).rejects.toMatchObject({ code: 'not-confirmed' });
    expect(await votes(ctx, stepId)).toEqual([]);
    expect(await declineStep(ctx, vote)).toMatchObject({ outcome: 'settled' });
  });

  test('counts with the key of its person, bound to the digest, and is done', async () => {
    const { caseId, stepId, digest, token } = await asked(ctx);
    expect(await confirm(token)).toMatchObject({ outcome: 'settled', answer: 'yes', caseId });
    expect(await votes(ctx, stepId)).toEqual([
      { person: emails.noor, choice: 'approve', confirmed_by: 'passkey', digest, reason: 'She was called by "IT"' },
    ]);
    expect((await story(ctx, caseId)).slice(-3)).toEqual(['step-up.asked', 'step.approved', 'step-up.confirmed']);
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'claimed' });
  });

  test('a no on the page is a no', async () => {
    const { stepId, token, step } = await asked(ctx);
    expect(await confirm(token, 'no')).toMatchObject({ outcome: 'settled', answer: 'no' });
    expect(await step()).toMatchObject({ state: 'declined' });
    expect(await votes(ctx, stepId)).toMatchObject([{ choice: 'decline' }]);
  });

  test('is void at execution when the policy asks for a confirmation it does not have', async () => {
    ctx.config.policy = { ...ctx.config.policy, step_up: [] };
    const { stepId, digest, step } = await asked(ctx);
    await approveStep(ctx, { stepId, digest, slackUser: somebody.security, reason: 'now' });
    ctx.config.policy = { ...ctx.config.policy, step_up: ['acme.freeze'] };
    expect(await run(ctx, stepId)).toMatchObject({ outcome: 'voided' });
    expect(await step()).toMatchObject({ state: 'waiting' });
    expect(ctx.acme.calls).toEqual([]);
  });
});

describe('a link', () => {
  test('is only a hash in the database', async () => {
    const { token } = await asked(ctx);
    const all = JSON.stringify(await ctx.db.selectFrom('step_up_links').selectAll().execute());
    expect(all).not.toContain(token);
    expect(ctx.logged.join('')).not.toContain(token);
  });

  test('works once', async () => {
    const { token } = await asked(ctx);
    await confirm(token);
    await expect(confirm(token)).rejects.toMatchObject({ code: 'used-link' });
  });

  test('used by two requests at once counts once', async () => {
    const { stepId, token } = await asked(ctx);
    const options = await askChallenge(ctx, { token, answer: 'yes' });
    const tries = [key.confirm(options), key.confirm(options), key.confirm(options)];
    const done = await Promise.allSettled(
      tries.map((response) => confirmWithPasskey(ctx, { token, answer: 'yes', response })),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await votes(ctx, stepId)).toHaveLength(1);
  });

  test('asked for again makes the one before worthless', async () => {
    const { token, again } = await asked(ctx);
    const newer = await again();
    await expect(openLink(ctx, token)).rejects.toMatchObject({ code: 'unknown-link' });
    expect(await confirm(newer)).toMatchObject({ outcome: 'settled' });
  });

  test('ends after 10 minutes', async () => {
    const { token } = await asked(ctx);
    await pass(ctx.db, 601);
    await expect(confirm(token)).rejects.toMatchObject({ code: 'expired-link' });
  });

  test('ends when the plan changes, and says what changed', async () => {
    const { caseId, stepId, token } = await asked(ctx);
    const options = await askChallenge(ctx, { token, answer: 'yes' });
    ctx.acme.login = 'somebody.else@acme';
    await prepare(ctx, caseId);
    const late = confirmWithPasskey(ctx, { token, answer: 'yes', response: key.confirm(options) });
    await expect(late).rejects.toMatchObject({
      code: 'out-of-date',
      message: expect.stringContaining('Login: mara.ito@acme → somebody.else@acme'),
    });
    expect(await votes(ctx, stepId)).toEqual([]);
  });

  test('ends when somebody else decided', async () => {
    const { stepId, digest, token } = await asked(ctx);
    await declineStep(ctx, { stepId, digest, slackUser: somebody.otherSecurity, reason: 'no' });
    await expect(openLink(ctx, token)).rejects.toMatchObject({
      code: 'already-decided',
      message: expect.stringContaining('Sam Okoro declined it'),
    });
  });

  test('is made only for somebody who may decide, and who has a key that is old enough', async () => {
    const { stepId, digest } = await asked(ctx);
    const input = { stepId, digest, reason: 'now', breakGlass: false };
    const request = (slackUser: string) => requestStepUp(ctx, { ...input, slackUser });
    await expect(request(somebody.finance)).rejects.toMatchObject({ code: 'wrong-role' });
    await expect(request(somebody.otherSecurity)).rejects.toMatchObject({ code: 'not-enrolled' });
    await enrolled(ctx, emails.sam, false);
    await expect(request(somebody.otherSecurity)).rejects.toMatchObject({
      code: 'too-fresh',
      message: expect.stringMatching(/can confirm from <!date\^\d+\^/),
    });
    await pass(ctx.db, 3_600);
    expect(tokenOf(await request(somebody.otherSecurity))).toMatch(/^[\w-]{43}$/);
  });
});

describe('a confirmation counts only', () => {
  const refused = async (token: string, response: ReturnType<SoftKey['confirm']>, code: string) => {
    const { id: stepId } = await openLink(ctx, token).then(({ step }) => step);
    await expect(confirmWithPasskey(ctx, { token, answer: 'yes', response })).rejects.toMatchObject({ code });
    expect(await votes(ctx, stepId)).toEqual([]);
  };
  const challenge = (token: string, answer: 'yes' | 'no' = 'yes') => askChallenge(ctx, { token, answer });

  test('with a key of this person', async () => {
    const sams = await enrolled(ctx, emails.sam);
    const { caseId, token } = await asked(ctx);
    await refused(token, sams.confirm(await challenge(token)), 'not-your-key');
    expect((await story(ctx, caseId)).at(-1)).toBe('step-up.refused');
  });

  test('over the answer that was asked for', async () => {
    const { token } = await asked(ctx);
    await refused(token, key.confirm(await challenge(token, 'no')), 'not-verified');
  });

  test('over the plan that was asked for', async () => {
    const other = await asked(ctx);
    const { token } = await asked(ctx);
    await challenge(token);
    await refused(token, key.confirm(await challenge(other.token)), 'not-verified');
  });

  test('once: the same one again is nothing', async () => {
    const { token } = await asked(ctx);
    const response = key.confirm(await challenge(token), { origin: 'https://elsewhere.example' });
    await refused(token, response, 'not-verified');
    await refused(token, response, 'asked-anew');
  });

  test.each([
    ['from our own pages', { origin: 'https://cordon.evil.example' }],
    ['for our own name', { rpId: 'evil.example' }],
    ['when its owner was there', { unverified: true }],
  ])('%s', async (_, differently) => {
    const { token } = await asked(ctx);
    await refused(token, key.confirm(await challenge(token), differently), 'not-verified');
  });

  test('while its person may decide', async () => {
    const { stepId, token } = await asked(ctx);
    ctx.standings.set(somebody.security, { deactivated: true });
    await expect(confirm(token)).rejects.toMatchObject({ code: 'deactivated' });
    expect(await votes(ctx, stepId)).toEqual([]);
  });
});
