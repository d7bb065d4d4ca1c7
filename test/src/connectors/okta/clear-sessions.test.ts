import { expect, it } from 'vitest';
import { fakeOkta, MARA, ORG } from './fake-okta.ts';
import { apiToken, call, openOkta } from './open-okta.ts';

const okta = fakeOkta();
const INPUT = { userId: MARA, name: 'Mara Ito' };
const RECEIPT = { since: '2026-11-22T09:14:00Z', refreshTokens: 0 };

const verify = () => openOkta(ORG, { auth: apiToken }).action('okta.clear-sessions').verify(INPUT, RECEIPT, call);

function logHolds(published: string, result = 'SUCCESS', date = 'Sun, 22 Nov 2026 09:15:00 GMT') {
  okta
    .get('/api/v1/logs')
    .query({ since: RECEIPT.since, filter: `eventType eq "user.session.clear" and target.id eq "${MARA}"` })
    .reply(200, [{ uuid: 'u1', published, eventType: 'user.session.clear', outcome: { result } }], { date });
  okta.get(`/api/v1/users/${MARA}/clients`).reply(200, []);
}

it('believes an event published after the call', async () => {
  logHolds('2026-11-22T09:14:01.000Z');
  expect(await verify()).toMatchObject({ state: 'done' });
});

it.each([
  ['published before the call, arriving after it', '2026-11-22T09:13:59.000Z', 'SUCCESS'],
  ['of an attempt that failed', '2026-11-22T09:14:01.000Z', 'FAILURE'],
])('does not believe one %s', async (_, published, result) => {
  logHolds(published, result);
  await expect(verify()).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
  logHolds(published, result, 'Sun, 22 Nov 2026 09:19:00 GMT');
  expect(await verify()).toMatchObject({ state: 'not-done' });
});

it('leaves out tokens that are listed as revoked', async () => {
  okta
    .get('/api/v1/logs')
    .query(true)
    .reply(200, [
      {
        uuid: 'u1',
        published: '2026-11-22T09:14:01Z',
        eventType: 'user.session.clear',
        outcome: { result: 'SUCCESS' },
      },
    ]);
  okta.get(`/api/v1/users/${MARA}/clients`).reply(200, [{ client_id: '0oa1', client_name: null }]);
  okta
    .get(`/api/v1/users/${MARA}/clients/0oa1/tokens`)
    .query({ limit: 200 })
    .reply(200, [
      { id: 'oar1', status: 'REVOKED' },
      { id: 'oar2', status: 'ACTIVE' },
    ]);
  expect(await verify()).toMatchObject({
    state: 'partly',
    residual: ['0oa1 still holds 1 refresh token.', expect.any(String)],
  });
});
