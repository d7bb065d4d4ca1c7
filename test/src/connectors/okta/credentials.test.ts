import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createOktaClient } from '#src/connectors/okta/client.ts';
import { OktaConfig } from '#src/connectors/okta/config.ts';
import { User } from '#src/connectors/okta/schema.ts';
import { fakeOkta, MARA, ORG, refusal, token, user } from './fake-okta.ts';
import { apiToken, call, serviceApp, stillClock } from './open-okta.ts';

const okta = fakeOkta();
const PATH = `/api/v1/users/${MARA}`;
const NONCE = { 'dpop-nonce': 'n-1' };

function open(auth: Record<string, unknown> = serviceApp, clock = stillClock()) {
  const client = createOktaClient(OktaConfig.parse({ org_url: ORG, auth }), { clock });
  return { readUser: () => client.read({ path: PATH, shape: User, ...call }), clock, client };
}

/** Everything the token endpoint was sent, in order. */
function watchTokens(...answers: [status: number, body: Record<string, unknown>, headers?: Record<string, string>][]) {
  const seen: { form: URLSearchParams; dpop: string }[] = [];
  for (const [status, body, headers = {}] of answers) {
    okta.post('/oauth2/v1/token').reply(async (request: Request) => {
      seen.push({ form: new URLSearchParams(await request.text()), dpop: request.headers.get('dpop') ?? '' });
      return [status, body, headers];
    });
  }
  return seen;
}

function watchUser(status = 200, body: object = user()) {
  const seen: { authorization: string | null; dpop: string | null }[] = [];
  okta.get(PATH).reply(({ headers }: Request) => {
    seen.push({ authorization: headers.get('authorization'), dpop: headers.get('dpop') });
    return [status, body];
  });
  return seen;
}

describe('a service app', () => {
  it('signs an assertion for the org authorization server', async () => {
    const minted = watchTokens([200, token('t1', 'Bearer')]);
    watchUser();
    await open().readUser();
    const form = minted[0]?.form ?? new URLSearchParams();
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      scope: expect.stringContaining('okta.logs.read okta.users.read'),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const assertion = form.get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES256', kid: 'demo-key' });
    const { iat = 0, ...claims } = decodeJwt(assertion);
    expect(claims).toMatchObject({
      iss: '0oademo00000000001',
      sub: '0oademo00000000001',
      aud: `${ORG}/oauth2/v1/token`,
      exp: iat + 300,
    });
  });

  it('answers the demand for a nonce, and proves possession on every call', async () => {
    const minted = watchTokens([400, { error: 'use_dpop_nonce' }, NONCE], [200, token('t1')]);
    const read = watchUser();
    watchUser();
    const { readUser } = open();
    await readUser();
    await readUser();

    expect(decodeJwt(minted[0]?.dpop ?? '').nonce).toBeUndefined();
    const proof = await jwtVerify(minted[1]?.dpop ?? '', EmbeddedJWK, { typ: 'dpop+jwt' });
    expect(proof.payload).toMatchObject({
      htm: 'POST',
      htu: `${ORG}/oauth2/v1/token`,
      nonce: 'n-1',
      jti: expect.any(String),
    });
    const assertions = minted.map(({ form }) => decodeJwt(form.get('client_assertion') ?? '').jti);
    expect(new Set(assertions).size).toBe(2);

    expect(read[0]?.authorization).toBe('DPoP t1');
    const call = await jwtVerify(read[0]?.dpop ?? '', EmbeddedJWK, { typ: 'dpop+jwt' });
    // ath is base64url(SHA-256("t1")), computed apart from the code under test.
    expect(call.payload).toMatchObject({
      htm: 'GET',
      htu: `${ORG}${PATH}`,
      ath: 'YotJ2W3N6XpDDdT1l3BYmeCalo95NJHktwTK4zpA3AI',
    });
    const keyOf = (jwt: string) => calculateJwkThumbprint(decodeProtectedHeader(jwt).jwk ?? {});
    expect(await keyOf(read[0]?.dpop ?? '')).toBe(await keyOf(minted[1]?.dpop ?? ''));
    expect(JSON.stringify(decodeProtectedHeader(read[0]?.dpop ?? '').jwk)).not.toContain('"d"');
  });

  it('keeps the nonce for the next token', async () => {
    const minted = watchTokens(
      [400, { error: 'use_dpop_nonce' }, NONCE],
      [200, token('t1', 'DPoP', 60)],
      [200, token('t2')],
    );
    watchUser();
    watchUser();
    const { readUser } = open();
    await readUser();
    await readUser();
    expect(decodeJwt(minted[2]?.dpop ?? '').nonce).toBe('n-1');
  });

  it('uses a plain bearer token where Okta gives one', async () => {
    watchTokens([200, token('t1', 'Bearer')]);
    const read = watchUser();
    await open().readUser();
    expect(read).toEqual([{ authorization: 'Bearer t1', dpop: null }]);
  });

  it('mints once for calls at the same time', async () => {
    watchTokens([200, token('t1', 'Bearer')]);
    for (let index = 0; index < 5; index += 1) watchUser();
    const { readUser, clock } = open();
    await Promise.all(Array.from({ length: 5 }, readUser));
    expect(clock.waits).toEqual([]);
  });

  it('gets a new token when Okta no longer takes the old one, once', async () => {
    watchTokens([200, token('t1', 'Bearer')], [200, token('t2', 'Bearer')]);
    watchUser(401, refusal('E0000011'));
    const second = watchUser(401, refusal('E0000011'));
    await expect(open().readUser()).rejects.toMatchObject({ kind: 'unauthenticated', vendorCode: 'E0000011' });
    expect(second[0]?.authorization).toBe('Bearer t2');
  });

  it('does not take a missing licence for a bad token', async () => {
    watchTokens([200, token('t1', 'Bearer')]);
    watchUser(401, refusal('E0000015'));
    await expect(open().readUser()).rejects.toMatchObject({ kind: 'not-licensed', retryable: false });
  });

  it('asks for a nonce only once', async () => {
    watchTokens([400, { error: 'use_dpop_nonce' }, NONCE], [400, { error: 'use_dpop_nonce' }, NONCE]);
    await expect(open().readUser()).rejects.toMatchObject({ vendorCode: 'use_dpop_nonce' });
  });

  it('tries again after a failed attempt', async () => {
    watchTokens([400, { error: 'invalid_scope' }], [200, token('t1', 'Bearer')]);
    watchUser();
    const { readUser } = open();
    await expect(readUser()).rejects.toMatchObject({ kind: 'not-permitted', vendorCode: 'invalid_scope' });
    await expect(readUser()).resolves.toMatchObject({ data: { name: 'Mara Ito' } });
  });

  it('says which scopes the token has', async () => {
    watchTokens([200, token('t1', 'Bearer')]);
    watchUser();
    const { client, readUser } = open();
    expect(client.scopes()).toBeUndefined();
    await readUser();
    expect([...(client.scopes() ?? [])]).toEqual(['okta.users.read', 'okta.logs.read']);
  });
});

describe('an API token', () => {
  it('goes along as SSWS, and is never renewed', async () => {
    const read = watchUser(401, refusal('E0000011'));
    const failure = await open(apiToken)
      .readUser()
      .catch((error: unknown) => error);
    expect(read).toEqual([{ authorization: `SSWS ${apiToken.token}`, dpop: null }]);
    expect(failure).toMatchObject({ kind: 'unauthenticated' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(apiToken.token);
  });
});
