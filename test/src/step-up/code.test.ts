import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawNotice } from '#src/slack/notice.ts';
import { askChallenge } from '#src/step-up/challenge.ts';
import { confirmWithCode } from '#src/step-up/confirm-with-code.ts';
import { confirmWithPasskey } from '#src/step-up/confirm-with-passkey.ts';
import { now, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, somebody } from '#test/helpers/seed.ts';
import { asked, createStage, emails, enrolled, enrolledApp, key, votes } from './stage.ts';

let database: TestDatabase;
let ctx: TestContext;
let code: (at: Date) => string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createStage(database);
  await ctx.db.deleteFrom('authenticators').execute();
  await ctx.db.deleteFrom('step_up_tries').execute();
  await ctx.db.deleteFrom('messages').execute();
  code = await enrolledApp(ctx, emails.noor);
  ctx.clock = { ...ctx.clock, now: () => later(60) };
});
afterAll(() => database?.close());

const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const wrong = (right: string): string => (right === '000000' ? '111111' : '000000');
const enter = (token: string, typed: string) => confirmWithCode(ctx, { token, answer: 'yes', code: typed, key });

describe('a code', () => {
  test('confirms where there is an app', async () => {
    const { stepId, token } = await asked(ctx);
    expect(await enter(token, code(later(60)))).toMatchObject({ outcome: 'settled' });
    expect(await votes(ctx, stepId)).toMatchObject([{ choice: 'approve', confirmed_by: 'totp' }]);
  });

  test('is taken once, even for another step', async () => {
    const [first, second] = [await asked(ctx), await asked(ctx)];
    await enter(first.token, code(later(60)));
    expect(await enter(second.token, code(later(60)))).toMatchObject({ refusal: { code: 'wrong-code' } });
    expect(await enter(second.token, code(later(30)))).toMatchObject({ refusal: { code: 'wrong-code' } });
    expect(await votes(ctx, second.stepId)).toEqual([]);
    ctx.clock = { ...ctx.clock, now: () => later(90) };
    expect(await enter(second.token, code(later(90)))).toMatchObject({ outcome: 'settled' });
  });

  test('for two steps at the same moment counts for one', async () => {
    const [first, second] = [await asked(ctx), await asked(ctx)];
    const done = await Promise.allSettled([first, second].map(({ token }) => enter(token, code(later(60)))));
    expect(done.filter((one) => one.status === 'fulfilled' && 'outcome' in one.value)).toHaveLength(1);
    const counted = await Promise.all([first, second].map(({ stepId }) => votes(ctx, stepId)));
    expect(counted.flat()).toHaveLength(1);
  });

  test('may be half a minute off, and no more', async () => {
    const { token } = await asked(ctx);
    expect(await enter(token, code(later(150)))).toMatchObject({ refusal: { code: 'wrong-code' } });
    expect(await enter(token, code(later(89)))).toMatchObject({ outcome: 'settled' });
  });

  test.each([
    ['not six digits', '12345'],
    ['letters', 'abcdef'],
    ['nothing', ''],
  ])('of %s is wrong', async (_, typed) => {
    const { token } = await asked(ctx);
    expect(await enter(token, typed)).toMatchObject({ refusal: { code: 'wrong-code' } });
  });

  test('counts nowhere without CORDON_KEY, nor with a different one', async () => {
    const { token } = await asked(ctx);
    const typed = code(later(60));
    const without = confirmWithCode(ctx, { token, answer: 'yes', code: typed, key: undefined });
    await expect(without).rejects.toMatchObject({ code: 'no-codes' });
    const other = confirmWithCode(ctx, { token, answer: 'yes', code: typed, key: Buffer.alloc(32, 8) });
    await expect(other).rejects.toThrow();
  });

  test('has its secret sealed', async () => {
    const [app] = await ctx.db.selectFrom('authenticators').selectAll().execute();
    expect(app).toMatchObject({ kind: 'totp', public_key: null });
    expect(app?.sealed?.length).toBe(12 + 32 + 16);
    expect(app?.sealed?.toString('latin1')).not.toMatch(/[A-Z2-7]{32}/);
  });
});

describe('five wrong codes', () => {
  const lockOut = async (token: string) => {
    const answers = [];
    for (let tried = 1; tried <= 5; tried += 1) answers.push(await enter(token, wrong(code(later(60)))));
    return answers;
  };

  test('lock the person out for 15 minutes, whatever they confirm with; it is told and in the record', async () => {
    const { caseId, stepId, token } = await asked(ctx);
    const answers = await lockOut(token);
    expect(answers.map((one) => 'refusal' in one && one.refusal.code)).toEqual([
      'wrong-code',
      'wrong-code',
      'wrong-code',
      'wrong-code',
      'locked',
    ]);
    expect(await enter(token, code(later(60)))).toMatchObject({ refusal: { code: 'locked' } });
    await expect(askChallenge(ctx, { token, answer: 'yes' })).rejects.toMatchObject({ code: 'locked' });
    expect(await votes(ctx, stepId)).toEqual([]);
    const entries = await ctx.db.selectFrom('journal_entries').select('what').where('case_id', '=', caseId).execute();
    expect(entries.filter(({ what }) => what === 'step-up.locked')).toHaveLength(1);
    const notices = await ctx.db.selectFrom('messages').selectAll().where('key', 'like', 'locked:%').execute();
    expect(notices.map(({ recipient, channel }) => recipient ?? channel).sort()).toEqual([
      ctx.config.slack.channels.triage,
      somebody.security,
    ]);
    const said = notices.map((notice) => drawNotice(notice, undefined)?.text);
    expect(said[0]).toMatch(/^5 wrong codes for Noor Haddad on: Freeze Mara Ito in Acme\. Nothing was counted\./);
  });

  test('and then it goes on', async () => {
    const { token, again } = await asked(ctx);
    await lockOut(token);
    await pass(ctx.db, 15 * 60 + 1);
    const newer = await again();
    expect(await enter(newer, wrong(code(later(60))))).toMatchObject({ refusal: { code: 'wrong-code' } });
    expect(await enter(newer, code(later(60)))).toMatchObject({ outcome: 'settled' });
    expect(await ctx.db.selectFrom('step_up_tries').selectAll().execute()).toEqual([]);
  });

  test('guessed all at once are five guesses', async () => {
    const { token } = await asked(ctx);
    const guesses = Array.from({ length: 12 }, () => enter(token, wrong(code(later(60)))));
    const codes = (await Promise.all(guesses)).map((one) => 'refusal' in one && one.refusal.code);
    expect(codes.filter((one) => one === 'wrong-code')).toHaveLength(4);
    expect(codes.filter((one) => one === 'locked')).toHaveLength(8);
  });

  test('of one person lock nobody else', async () => {
    const sams = await enrolled(ctx, emails.sam);
    await lockOut((await asked(ctx)).token);
    const { token } = await asked(ctx, somebody.otherSecurity);
    const response = sams.confirm(await askChallenge(ctx, { token, answer: 'yes' }));
    expect(await confirmWithPasskey(ctx, { token, answer: 'yes', response })).toMatchObject({ outcome: 'settled' });
  });
});
