import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '#src/connectors/okta/private-key.ts';
import { call, pem, serviceApp } from '../../src/connectors/okta/open-okta.ts';
import { person, serveOkta } from './served-okta.ts';

async function assertion(audience: string, more: Record<string, unknown> = {}) {
  const { key } = await readPrivateKey(pem);
  const iat = Math.floor(Date.parse('2026-11-22T09:14:00Z') / 1000);
  const claims = { iss: 'app', sub: 'app', aud: audience, iat, exp: iat + 300, ...more };
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(key);
}

async function mint(url: string, form: Record<string, string>) {
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const all = { grant_type: 'client_credentials', scope: 'okta.logs.read', client_assertion_type, ...form };
  const response = await fetch(`${url}/oauth2/v1/token`, { method: 'POST', body: new URLSearchParams(all) });
  return { status: response.status, body: await response.json() };
}

describe('the token endpoint', () => {
  it('demands a proof by default, and gives a bearer token where it does not', async () => {
    const { url, state } = await serveOkta();
    const client_assertion = await assertion(`${url}/oauth2/v1/token`);
    expect(await mint(url, { client_assertion })).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    state.requireDpop = false;
    expect(await mint(url, { client_assertion })).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 3600 },
    });
  });

  it.each<[string, Record<string, string>, Record<string, unknown>, number, string]>([
    ['another grant', { grant_type: 'password' }, {}, 400, 'unsupported_grant_type'],
    ['a scope that is not granted', { scope: 'okta.apps.manage' }, {}, 400, 'invalid_scope'],
    ['an assertion for somebody else', {}, { aud: 'https://other.test' }, 401, 'invalid_client'],
    ['an assertion by two', {}, { sub: 'other' }, 401, 'invalid_client'],
    ['an assertion that lasts too long', {}, { exp: 2_000_000_000 }, 401, 'invalid_client'],
  ])('refuses %s', async (_, form, claims, status, error) => {
    const { url, state } = await serveOkta();
    state.requireDpop = false;
    const client_assertion = await assertion(`${url}/oauth2/v1/token`, claims);
    expect(await mint(url, { client_assertion, ...form })).toMatchObject({ status, body: { error } });
  });
});

describe('the API', () => {
  it.each([{}, { authorization: 'SSWS other' }, { authorization: 'Bearer none' }])(
    'does not know %j',
    async (headers) => {
      const { url } = await serveOkta();
      const response = await fetch(`${url}/api/v1/users?limit=1`, { headers });
      expect([response.status, await response.json()]).toMatchObject([401, { errorCode: 'E0000011' }]);
    },
  );

  it('does not take a bound token as a bearer token', async () => {
    const { url, state, open } = await serveOkta();
    await open().ask('okta.user', { person: { userId: person('mara').userId } }, call);
    const [value] = Object.keys(state.accessTokens);
    const response = await fetch(`${url}/api/v1/users?limit=1`, { headers: { authorization: `Bearer ${value}` } });
    expect(response.status).toBe(401);
  });

  it('renews a token that ran out', async () => {
    const { open, world, state } = await serveOkta();
    const okta = open();
    const ask = () => okta.ask('okta.user', { person: { userId: person('mara').userId } }, call);
    await ask();
    world.advance(2 * 3_600_000);
    await ask();
    expect(Object.keys(state.accessTokens)).toHaveLength(2);
  });
});

describe('what `check` finds', () => {
  const states = async (okta: Awaited<ReturnType<typeof serveOkta>>, options = {}) =>
    Object.fromEntries(
      (await okta.open(options).check(call)).map(({ source, state, detail }) => [source, `${state}: ${detail}`]),
    );

  it('is healthy on a good day', async () => {
    const found = await states(await serveOkta());
    expect(Object.keys(found)).toEqual(['System Log', 'Users', 'Factors', 'Grants', 'Admin roles', 'Step-up group']);
    for (const finding of Object.values(found)) expect(finding).toMatch(/^healthy: /);
    expect(found['System Log']).toContain('Okta keeps 90 days');
  });

  it('tells a missing scope from a missing admin role', async () => {
    const okta = await serveOkta();
    const narrow = await states(okta, { auth: { ...serviceApp, scopes: ['okta.users.read'] } });
    expect(narrow['System Log']).toContain('not-permitted: The token lacks the scope okta.logs.read');
    expect(narrow.Users).toContain('healthy');
    okta.state.hasAdminRole = false;
    expect((await states(okta))['System Log']).toContain('is granted, but the app has no admin role');
  });

  it('tells when not all scopes are granted', async () => {
    const okta = await serveOkta();
    okta.state.grantedScopes = ['okta.logs.read'];
    expect((await states(okta))['System Log']).toContain('not-permitted: Okta has not granted every scope');
  });

  it.each([
    [null, 'off: connectors.okta.quarantine_group_id is not set'],
    ['00gnobody0000000001', 'off: Okta has no group 00gnobody0000000001'],
    ['00geveryone000000001', 'off: "Everyone" is not an Okta group'],
  ])('group %s is %s', async (group, finding) => {
    expect((await states(await serveOkta(), { group }))['Step-up group']).toContain(finding);
  });

  it('goes on when the log cannot be reached', async () => {
    const okta = await serveOkta();
    okta.state.callsPerMinute.logs = 0;
    const found = await states(okta);
    expect(found['System Log']).toContain("unreachable: Okta's rate limit is used up");
    expect(found.Users).toContain('healthy');
  });
});
