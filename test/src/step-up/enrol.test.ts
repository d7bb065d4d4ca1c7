import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enrolCommand } from '#handlers/cli/enrol.ts';
import { drawNotice } from '#src/slack/notice.ts';
import { askCodes, bindCode } from '#src/step-up/bind-code.ts';
import { askRegistration, bindPasskey } from '#src/step-up/bind-passkey.ts';
import { openEnrolment } from '#src/step-up/open-enrolment.ts';
import { requestStepUp } from '#src/step-up/request-step-up.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, plannedCase, somebody, stepOf } from '#test/helpers/seed.ts';
import { createSoftKey } from './soft-key.ts';
import { createStage, emails, enrolled, enrolment, key, ORIGIN, tokenOf } from './stage.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createStage(database);
  await ctx.db.deleteFrom('authenticators').execute();
  await ctx.db.deleteFrom('messages').execute();
});
afterAll(() => database?.close());

const bound = () => ctx.db.selectFrom('authenticators').selectAll().where('removed_at', 'is', null).execute();
const register = async (token: string, softKey = createSoftKey(ORIGIN), differently = {}) =>
  bindPasskey(ctx, { token, response: softKey.register(await askRegistration(ctx, token), differently) });
const run = (args: string[], switches = {}) => {
  if (enrolCommand.needs !== 'database') throw new Error('needs a database');
  return enrolCommand.run({ args, json: false, switches }, ctx);
};

describe('cordon enrol', () => {
  test('makes a link for somebody of cordon.yaml', async () => {
    const { lines, data } = await run(['U0DEMO0001']);
    expect(lines.join('\n')).toContain(`${ORIGIN}/pages/enrol/`);
    expect(data).toMatchObject({ name: 'Noor Haddad', email: emails.noor, removed: 0 });
    expect(await openEnrolment(ctx, tokenOf(data as { url: string }))).toMatchObject({ person: emails.noor });
  });

  test.each(['Noor Haddad', 'somebody@elsewhere.example'])('not for %s', async (person) => {
    await expect(run([person])).rejects.toMatchObject({ code: 'unknown-person' });
  });

  test('not without an address people can reach', async () => {
    ctx.config.server = {};
    await expect(run([emails.noor])).rejects.toMatchObject({ code: 'no-address' });
  });

  test('--replace takes away at once what was there, and says so to the person', async () => {
    await enrolled(ctx, emails.noor);
    const { lines } = await run([emails.noor], { replace: true });
    expect(lines[0]).toBe('Taken away: 1 of Noor Haddad. They cannot confirm anything any more.');
    expect(await bound()).toEqual([]);
    const caseId = await plannedCase(ctx);
    const { id: stepId, digest } = await stepOf(ctx, caseId, 'freeze');
    const input = { stepId, digest, slackUser: somebody.security, reason: 'now', breakGlass: false };
    await expect(requestStepUp(ctx, input)).rejects.toMatchObject({ code: 'not-enrolled' });
    const notice = await ctx.db.selectFrom('messages').selectAll().where('key', 'like', 'removed:%').executeTakeFirst();
    expect(notice).toMatchObject({ recipient: somebody.security });
    expect(drawNotice(notice ?? { kind: '', detail: {} }, undefined)?.text).toContain(
      'took away what Noor Haddad confirmed decisions with (1 key)',
    );
  });
});

describe('a passkey', () => {
  test('is bound once, journalled, and its person is told', async () => {
    const token = await enrolment(ctx, emails.noor);
    const { messageId } = await register(token);
    expect(await bound()).toMatchObject([{ person: emails.noor, kind: 'passkey', transports: ['internal'] }]);
    await expect(register(token)).rejects.toMatchObject({ code: 'used-link' });
    const notice = await ctx.db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', messageId ?? '')
      .executeTakeFirstOrThrow();
    expect(notice.recipient).toBe(somebody.security);
    expect(drawNotice(notice, undefined)?.text).toContain('A key was enrolled for Noor Haddad');
    const entry = await ctx.db
      .selectFrom('journal_entries')
      .select(['actor', 'detail'])
      .where('what', '=', 'authenticator.bound')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(entry).toMatchObject({ actor: { kind: 'cli', user: 'root' }, detail: { name: 'Noor Haddad' } });
  });

  test.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['for another name', { rpId: 'evil.example' }],
    ['whose owner was not there', { unverified: true }],
    ['over another question', { challenge: 'AAAA' }],
  ])('%s is not', async (_, differently) => {
    const token = await enrolment(ctx, emails.noor);
    await expect(register(token, createSoftKey(ORIGIN), differently)).rejects.toMatchObject({ code: 'not-verified' });
    expect(await bound()).toEqual([]);
  });

  test('of one person is not bound to another', async () => {
    const softKey = await enrolled(ctx, emails.noor);
    await expect(register(await enrolment(ctx, emails.sam), softKey)).rejects.toMatchObject({ code: 'known-key' });
  });
});

describe('a link', () => {
  test('ends after 15 minutes, and when a newer one is made', async () => {
    const older = await enrolment(ctx, emails.noor);
    const newer = await enrolment(ctx, emails.noor);
    await expect(register(older)).rejects.toMatchObject({ code: 'used-link' });
    await pass(ctx.db, 901);
    await expect(register(newer)).rejects.toMatchObject({ code: 'expired-link' });
    await expect(register('nonsense')).rejects.toMatchObject({ code: 'unknown-link' });
  });

  test('of somebody who is somebody else in cordon.yaml by now leads nowhere', async () => {
    const token = await enrolment(ctx, emails.noor);
    const { security } = ctx.config.roles;
    const people = security.people.map((one) => ({ ...one, email: `new.${one.email}` }));
    ctx.config.roles = { ...ctx.config.roles, security: { ...security, people } };
    await expect(register(token)).rejects.toMatchObject({ code: 'unknown-link' });
  });
});

test('an authenticator app is bound with a right code only', async () => {
  const token = await enrolment(ctx, emails.noor);
  const early = bindCode(ctx, { token, key, code: '123456' });
  await expect(early).rejects.toMatchObject({ code: 'asked-anew' });
  expect((await askCodes(ctx, { token, key })).uri).toMatch(/^otpauth:\/\/totp\/Cordon/);
  await expect(bindCode(ctx, { token, key, code: '12345' })).rejects.toMatchObject({ code: 'wrong-code' });
  await expect(askCodes(ctx, { token, key: undefined })).rejects.toMatchObject({ code: 'no-codes' });
  expect(await bound()).toEqual([]);
});
