import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { API, call, exchange, grant, memoryTokens, open, ROOT, stillClock, withoutNetwork } from './stage.ts';

withoutNetwork();

const HOUR_MS = 3_600_000;
const anything = z.unknown();
const read = ({ client }: ReturnType<typeof open>) => client.get('/vendor/77', {}, anything, call);
const answers = (token: string, status = 200) =>
  nock(API, { reqheaders: { authorization: `Bearer ${token}` } })
    .get(`${ROOT}/vendor/77`)
    .query(true)
    .reply(status, {});

describe('the first access', () => {
  it('exchanges the configured token with the app’s credentials, asks for both clocks and keeps them', async () => {
    const worker = open();
    exchange()
      .matchHeader('authorization', `Basic ${Buffer.from('client:client-secret-of-the-app').toString('base64')}`)
      .matchHeader('x-include-refresh-token-hard-expires-in', 'true')
      .reply(200, grant(1));
    answers('access-1');
    await read(worker);
    const now = worker.clock.now().getTime();
    expect(await worker.client.clocks()).toMatchObject({
      refreshUntil: now + 8_726_400_000,
      connectionUntil: now + 157_680_000_000,
    });
  });

  it('writes the new refresh token before it uses the new access token', async () => {
    const worker = open();
    exchange().reply(200, grant(1));
    nock(API)
      .get(`${ROOT}/vendor/77`)
      .query(true)
      .reply(200, () => {
        worker.tokens.log.push('used');
        return {};
      });
    await read(worker);
    expect(worker.tokens.log).toEqual(['lock quickbooks/9130000000000000', 'write', 'used']);
    expect(worker.tokens.kept.get('quickbooks/9130000000000000')).toContain('refresh-1');
  });

  it('does not use an access token whose refresh token could not be stored', async () => {
    const tokens = memoryTokens();
    tokens.store.write = async () => {
      throw new Error('the database is gone');
    };
    exchange().reply(200, grant(1));
    await expect(read(open({ tokens }))).rejects.toThrow('the database is gone');
  });
});

describe('rotation', () => {
  it('refreshes with the newest token once the access token is about to end, also in another worker', async () => {
    const [clock, tokens] = [stillClock(), memoryTokens()];
    const first = open({ clock, tokens });
    exchange().reply(200, grant(1));
    answers('access-1');
    await read(first);
    clock.advance(HOUR_MS - 59_000);
    exchange('refresh-1').reply(200, grant(2));
    answers('access-2');
    await read(open({ clock, tokens }));
    answers('access-2');
    await read(first);
  });

  it('refreshes once when two workers need access at the same time', async () => {
    const [clock, tokens] = [stillClock(), memoryTokens()];
    exchange().once().delay(20).reply(200, grant(1));
    for (let reads = 0; reads < 4; reads += 1) answers('access-1');
    const workers = [open({ clock, tokens }), open({ clock, tokens })];
    await Promise.all([...workers, ...workers].map(read));
    expect(tokens.log.filter((entry) => entry === 'write')).toHaveLength(1);
  });

  it('refreshes once when two workers are told at the same time that the token is not accepted', async () => {
    const [clock, tokens] = [stillClock(), memoryTokens()];
    const workers = [open({ clock, tokens }), open({ clock, tokens })];
    exchange().reply(200, grant(1));
    for (const worker of workers) {
      answers('access-1');
      await read(worker);
    }
    for (const _ of workers) answers('access-1', 401);
    exchange('refresh-1').once().delay(20).reply(200, grant(2));
    for (const _ of workers) answers('access-2');
    await Promise.all(workers.map(read));
  });
});

describe('a token that is not accepted', () => {
  it('is renewed once and the request sent once more', async () => {
    const worker = open();
    exchange().reply(200, grant(1));
    answers('access-1', 401);
    exchange('refresh-1').reply(200, grant(2));
    answers('access-2', 401);
    await expect(read(worker)).rejects.toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringContaining('Reconnect QuickBooks: '),
    });
  });
});

describe('the end of a connection', () => {
  it('is final: nobody asks Intuit again until there is a new consent', async () => {
    const tokens = memoryTokens();
    exchange().reply(400, { error: 'invalid_grant', error_description: 'Token invalid' });
    const refused = {
      kind: 'unauthenticated',
      retryable: false,
      message: expect.stringContaining("no longer accepts Cordon's refresh token. Reconnect QuickBooks: "),
    };
    await expect(read(open({ tokens }))).rejects.toMatchObject(refused);
    await expect(read(open({ tokens }))).rejects.toMatchObject(refused);

    exchange('second-consent').reply(200, grant(1));
    answers('access-1');
    await read(open({ tokens, config: { refresh_token: 'second-consent' } }));
  });

  it('is not assumed when only the app is wrong, and says nothing secret', async () => {
    const worker = open();
    exchange().times(2).reply(401, { error: 'invalid_client' });
    const error: Error = await read(worker).then(
      () => new Error('not refused'),
      (refusal) => refusal,
    );
    expect(error).toMatchObject({ kind: 'unauthenticated', vendorCode: 'invalid_client' });
    await expect(read(worker)).rejects.toThrow('Check client_id and client_secret');
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/first-refresh-token|client-secret-of-the-app/);
  });

  it('is not assumed when the token endpoint is down; the exchange is tried again', async () => {
    exchange().reply(503);
    exchange().reply(200, grant(1));
    answers('access-1');
    await read(open());
  });
});
