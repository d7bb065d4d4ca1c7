import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import nock from 'nock';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { soql } from '#src/connectors/salesforce/soql.ts';
import { answers, call, createTestClient, host, mints, ownUserId } from './nock-client.ts';

const statement = soql`SELECT Id FROM User`;
const Row = z.object({ Id: z.string() });
const sessionExpired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];

beforeAll(() => nock.disableNetConnect());
beforeEach(() => nock.cleanAll());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
});

const read = (client = createTestClient()) => client.query(statement, Row, call);

describe('errors', () => {
  it.each([
    [400, 'MALFORMED_QUERY', 'unexpected token', 'refused'],
    [400, 'INVALID_FIELD', 'No such column', 'refused'],
    [400, 'DUPLICATE_VALUE', 'duplicate value found', 'refused'],
    [400, 'INVALID_TYPE', "sObject type 'ApiEvent' is not supported.", 'not-licensed'],
    [400, 'INVALID_TYPE', "sObject type 'BulkApi2EventLog' is not supported.", 'not-licensed'],
    [400, 'INVALID_TYPE', "sObject type 'AuthSession' is not supported.", 'not-permitted'],
    [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'not-permitted'],
    [401, 'INVALID_AUTH', 'Connected app is not attached to Agent', 'not-permitted'],
    [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'rate-limited'],
    [403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights', 'not-permitted'],
    [403, 'API_DISABLED_FOR_ORG', 'API is not enabled', 'not-permitted'],
    [403, 'FUNCTIONALITY_NOT_ENABLED', 'not enabled', 'not-licensed'],
    [404, 'NOT_FOUND', 'The requested resource does not exist', 'not-found'],
    [404, 'ENTITY_IS_DELETED', 'entity is deleted', 'not-found'],
    [500, 'QUERY_TIMEOUT', 'Your query request was running for too long.', 'refused'],
  ])('%i %s "%s" is %s, asked once', async (status, errorCode, message, kind) => {
    mints();
    answers(/User/, status, [{ message, errorCode }]);
    await expect(read()).rejects.toMatchObject({ kind, vendorCode: errorCode, status });
  });

  it('names Event Monitoring where it is missing', async () => {
    mints();
    answers(/User/, 400, [{ message: "sObject type 'ApiEvent' is not supported.", errorCode: 'INVALID_TYPE' }]);
    await expect(read()).rejects.toThrow(/Event Monitoring is not licensed, its storage is off/);
  });

  it('asks again when Salesforce is overloaded', async () => {
    mints();
    answers(/User/, 503, [{ message: 'busy', errorCode: 'SERVER_UNAVAILABLE' }]);
    answers(/User/, 200, { totalSize: 0, done: true, records: [] });
    await expect(read()).resolves.toEqual({ rows: [], cut: false });
  });

  it('says so when an answer has another shape', async () => {
    mints();
    answers(/User/, 200, { totalSize: 1, done: true, records: [{ id: 'small letters' }] });
    await expect(read()).rejects.toMatchObject({ kind: 'unexpected-shape' });
  });
});

describe('tokens', () => {
  it('mints once for questions asked together', async () => {
    mints();
    for (let index = 0; index < 3; index += 1) answers(/User/, 200, { totalSize: 0, done: true, records: [] });
    const client = createTestClient();
    await Promise.all([read(client), read(client), read(client)]);
  });

  it('mints again when the session has run out', async () => {
    mints('old');
    answers(/User/, 401, sessionExpired);
    mints('new');
    nock(host, { reqheaders: { authorization: 'Bearer new' } })
      .get(/query/)
      .reply(200, { totalSize: 1, done: true, records: [{ Id: '005' }] });
    await expect(read()).resolves.toMatchObject({ rows: [{ Id: '005' }] });
  });

  it('mints again only once', async () => {
    mints('old');
    answers(/User/, 401, sessionExpired);
    mints('new');
    answers(/User/, 401, sessionExpired);
    await expect(read()).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it.each([
    ['invalid_client_id', 'client identifier invalid', /Check client_id and client_secret/],
    ['invalid_grant', 'no client credentials user enabled', /names no run-as user/],
    ['invalid_grant', "user hasn't approved this consumer", /not pre-authorised/],
    ['app_not_found', 'app not found', /gave Cordon no access token \(app_not_found\)/],
  ])('explains %s: %s', async (error, error_description, words) => {
    nock(host).post('/services/oauth2/token').reply(400, { error, error_description });
    const asked = read();
    await expect(asked).rejects.toMatchObject({ kind: 'unauthenticated', vendorCode: error });
    await expect(asked).rejects.toThrow(words);
    await expect(asked).rejects.not.toThrow(/quite-secret/);
  });

  it('signs a JWT for the My Domain address', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    let sent = new URLSearchParams();
    nock(host)
      .post('/services/oauth2/token', (body) => {
        sent = new URLSearchParams(body);
        return true;
      })
      .reply(200, { access_token: 'token', id: `https://login.example/id/00D/${ownUserId}` });
    const client = createTestClient({
      auth: {
        flow: 'jwt-bearer',
        client_id: 'key',
        username: 'cordon@northwind.example',
        private_key: pem.replaceAll('\n', '\\n'),
      },
    });
    expect(await client.ownUserId()).toBe(ownUserId);
    expect(sent.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload } = await jwtVerify(sent.get('assertion') ?? '', publicKey, { currentDate: client.clock.now() });
    expect(payload).toEqual({
      iss: 'key',
      sub: 'cordon@northwind.example',
      aud: host,
      exp: Date.parse('2026-11-20T09:16:00.000Z') / 1000,
    });
  });

  it('does not show a key it cannot read', async () => {
    const client = createTestClient({
      auth: { flow: 'jwt-bearer', client_id: 'key', username: 'cordon', private_key: 'not-a-key-4711' },
    });
    await expect(read(client)).rejects.toThrow(/private_key is not a private key in PEM/);
    await expect(read(client)).rejects.not.toThrow(/4711/);
  });
});

describe('pages', () => {
  const page = (id: string, next?: string) => ({
    totalSize: 9,
    done: next === undefined,
    records: [{ Id: id }],
    ...(next ? { nextRecordsUrl: `/services/data/v67.0/query/${next}` } : {}),
  });

  it('follows nextRecordsUrl to the end', async () => {
    mints();
    answers(/User/, 200, page('a', '01g-2000'));
    nock(host).get('/services/data/v67.0/query/01g-2000').reply(200, page('b'));
    await expect(read()).resolves.toEqual({ rows: [{ Id: 'a' }, { Id: 'b' }], cut: false });
  });

  it('says when the cap cut it off', async () => {
    mints();
    answers(/User/, 200, page('a', '01g-2000'));
    const client = createTestClient();
    await expect(client.query(statement, Row, call, { pages: 1 })).resolves.toEqual({ rows: [{ Id: 'a' }], cut: true });
  });

  it('does not follow a link to another host', async () => {
    mints();
    answers(/User/, 200, { ...page('a'), nextRecordsUrl: 'https://elsewhere.example/query/01g' });
    await expect(read()).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('the daily quota', () => {
  const almostUsed = { 'sforce-limit-info': 'api-usage=90000/100000; per-app-api-usage=17/250(appName=Cordon)' };
  const none = { totalSize: 0, done: true, records: [] };

  it('stops questions at 90 %, but not what contains, and looks again after a minute', async () => {
    mints();
    answers(/User/, 200, none, almostUsed);
    const client = createTestClient();
    await read(client);
    await expect(read(client)).rejects.toThrow(/has used 90,000 of its 100,000 API requests/);
    answers(/User/, 200, none, almostUsed);
    await client.query(statement, Row, call, { essential: true });
    client.advance(60_001);
    answers(/User/, 200, none, { 'sforce-limit-info': 'api-usage=70000/100000' });
    await read(client);
    answers(/User/, 200, none);
    await read(client);
  });
});
