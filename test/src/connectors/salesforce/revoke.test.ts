import nock from 'nock';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { revokeGrants } from '#src/connectors/salesforce/actions/revoke-grants.ts';
import { answers, call, createTestClient, host, mints } from './nock-client.ts';

const input = { userId: '0055f000000008AAQA', name: 'Mara Ito', appName: "Mara's Portal" };
const receipt = { grants: 2 };
const created = '2026-11-20T09:02:00.000+0000';

beforeAll(() => nock.disableNetConnect());
beforeEach(() => {
  nock.cleanAll();
  mints();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
});

const tokensLeft = (...tokens: string[]) =>
  answers(
    /^SELECT DeleteToken FROM OauthToken WHERE UserId = '0055f000000008AAQA' AND AppName = 'Mara\\'s Portal'$/,
    200,
    {
      totalSize: tokens.length,
      done: true,
      records: tokens.map((DeleteToken) => ({ DeleteToken })),
    },
  );
const grantsLeft = (count: number) =>
  answers(/^SELECT AppName, CreatedDate/, 200, {
    totalSize: count,
    done: true,
    records: Array.from({ length: count }, () => ({
      AppName: input.appName,
      CreatedDate: created,
      LastUsedDate: null,
      UseCount: 1,
    })),
  });
const revokes = (token: string, status: number, body: nock.Body = '') =>
  nock(host).post('/services/oauth2/revoke', { token }).reply(status, body);

it('takes a grant that is gone already for revoked, in either encoding', async () => {
  tokensLeft('one', 'two');
  revokes('one', 400, { error: 'invalid_token', error_description: 'invalid token' });
  revokes('two', 400, 'error=invalid_token&error_description=invalid%20token');
  tokensLeft();
  await revokeGrants.run(createTestClient(), input, receipt, call);
});

it('goes on when one grant refuses, and verify says what is left', async () => {
  const client = createTestClient();
  tokensLeft('one', 'two');
  revokes('one', 400, { error: 'unsupported_token_type' });
  revokes('two', 200);
  tokensLeft('one');
  await revokeGrants.run(client, input, receipt, call);
  grantsLeft(1);
  await expect(revokeGrants.verify(client, input, receipt, call)).resolves.toEqual({
    state: 'partly',
    evidence: 'OauthToken holds 1 grant of the app for this user, 2 before',
    residual: ['A grant created at 2026-11-20T09:02:00.000Z is still alive.'],
  });
});

it('fails when none could be revoked, without showing a token', async () => {
  tokensLeft('s3cret-delete-token');
  revokes('s3cret-delete-token', 400, { error: 'unsupported_token_type', error_description: 's3cret-delete-token' });
  tokensLeft('s3cret-delete-token');
  const ran = revokeGrants.run(createTestClient(), input, receipt, call);
  const error = await ran.catch((caught: unknown) => caught);
  expect(error).toMatchObject({ kind: 'refused', vendorCode: 'unsupported_token_type' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret');
});

it('stops when Salesforce does not answer, so that the outcome is read before anything is done again', async () => {
  tokensLeft('one', 'two');
  nock(host).post('/services/oauth2/revoke').replyWithError('socket hang up');
  await expect(revokeGrants.run(createTestClient(), input, receipt, call)).rejects.toMatchObject({
    kind: 'unavailable',
  });
});
