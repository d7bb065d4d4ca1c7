import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OktaConfig } from '#src/connectors/okta/config.ts';
import { quoted } from '#src/connectors/okta/log.ts';
import { nextLink } from '#src/connectors/okta/next-link.ts';
import { Person, UserId } from '#src/connectors/okta/person.ts';
import { readPrivateKey } from '#src/connectors/okta/private-key.ts';
import { kindOf } from '#src/connectors/okta/queries/factor-changes.ts';
import { route } from '#src/connectors/okta/route.ts';
import { User } from '#src/connectors/okta/schema.ts';
import { factorName, placeOf } from '#src/connectors/okta/wording.ts';
import { apiToken, pem, serviceApp } from './open-okta.ts';

describe('the next page', () => {
  const self = '<https://a.okta.com/api/v1/logs?limit=1>; rel="self"';
  const next = '<https://a.okta.com/api/v1/logs?after=1%2C2&limit=1>; rel="next"';
  it.each([
    [`${self}, ${next}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [`${next}, ${self}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [`${self},${next}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [next.replace('"next"', 'next'), 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [self, undefined],
    ['', undefined],
  ])('%s', (link, expected) => {
    expect(nextLink(new Headers({ link }))).toBe(expected);
  });
});

describe('settings', () => {
  const settings = (more: Record<string, unknown>) =>
    OktaConfig.safeParse({ org_url: 'https://acme.okta.com', auth: serviceApp, ...more });

  it.each([
    'https://acme.okta.com',
    'https://acme.okta.com/',
    'http://127.0.0.1:4000/okta',
    'http://localhost:4000/okta',
  ])('takes %s, without a slash at the end', (org_url) => {
    expect(settings({ org_url }).data?.org_url).toBe(org_url.replace(/\/$/, ''));
  });

  it.each([
    'http://acme.okta.com',
    'acme.okta.com',
    'https://me:secret@acme.okta.com',
    'https://acme-admin.okta.com',
    'ftp://a',
  ])('refuses %s', (org_url) => {
    expect(settings({ org_url }).success).toBe(false);
  });

  it('asks for all scopes Cordon needs unless told which', () => {
    const auth = settings({}).data?.auth;
    expect(auth?.method === 'private-key-jwt' && auth.scopes).toContain('okta.logs.read');
    expect(settings({ auth: { ...serviceApp, scopes: ['okta.logs.read'] } }).data?.auth).toMatchObject({
      scopes: ['okta.logs.read'],
    });
  });

  it('knows both ways to prove itself and no third', () => {
    expect(settings({ auth: apiToken }).success).toBe(true);
    expect(settings({ auth: { method: 'password' } }).success).toBe(false);
    expect(settings({ auth: { ...serviceApp, client_secret: 'x' } }).success).toBe(false);
    expect(settings({ quarantine_group_id: '00u1' }).success).toBe(false);
  });
});

describe('private keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const asPem = (key: typeof rsa) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const asJwk = (key: typeof rsa, more = {}) => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more });
  it.each([
    ['RSA as PEM', asPem(rsa), 'RS256'],
    ['P-384 as PEM', asPem(p384), 'ES384'],
    ['PEM in one line', pem.replaceAll('\n', '\\n'), 'ES256'],
    ['RSA as JWK', asJwk(rsa), 'RS256'],
    ['a JWK that names its algorithm', asJwk(rsa, { alg: 'RS512' }), 'RS512'],
    ['P-384 as JWK', asJwk(p384), 'ES384'],
  ])('%s', async (_, text, alg) => {
    expect((await readPrivateKey(text)).alg).toBe(alg);
  });

  const publicOnly = JSON.stringify({ ...rsa.export({ format: 'jwk' }), d: undefined });
  it.each([
    ['PKCS1', rsa.export({ type: 'pkcs1', format: 'pem' }).toString()],
    ['a public JWK', publicOnly],
    ['broken JSON', '{"kty":"RSA","d":"hunter2"'],
    ['anything else', 'hunter2'],
  ])('refuses %s without repeating it', async (_, text) => {
    const refusal = await readPrivateKey(text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'okta-private-key' });
    expect(`${refusal} ${(refusal as Error).cause}`).not.toMatch(/hunter2|BEGIN RSA/);
  });
});

describe('ids and logins', () => {
  it.each(['00udemo0008abcdefgh', '00u8kq2dXyPAbc12345'])('%s is a user id', (id) => {
    expect(UserId.safeParse(id).success).toBe(true);
  });
  it.each(['me', '..', '00u', '00u1/../groups', 'mara.ito@northwind.example', '00gquarantine0000001'])(
    '%s is none',
    (id) => {
      expect(UserId.safeParse(id).success).toBe(false);
    },
  );
  it.each([{}, { email: 'mara' }, { email: 'a/b@c.example' }, { userId: 'me' }])('%j names nobody', (person) => {
    expect(Person.safeParse(person).success).toBe(false);
  });

  it('keeps ids in their place in a path', () => {
    expect(route`/api/v1/users/${'a+b@c.example'}/groups`).toBe('/api/v1/users/a%2Bb%40c.example/groups');
    expect(route`/api/v1/users/${'a/../b'}`).toBe('/api/v1/users/a%2F..%2Fb');
    for (const id of ['..', '.', '']) expect(() => route`/api/v1/users/${id}`).toThrow('not the id of anything');
  });

  it('keeps texts in their place in a filter', () => {
    expect(quoted('a" or actor.id pr or "\\')).toBe('"a\\" or actor.id pr or \\"\\\\"');
  });
});

describe('what happened to a factor', () => {
  it.each([
    ['user.mfa.factor.activate', 'User set up SMS_FACTOR factor', 'SUCCESS', 'enrolled'],
    ['user.mfa.factor.deactivate', 'User removed SMS_FACTOR factor', 'SUCCESS', 'removed'],
    ['user.mfa.factor.deactivate', 'User reset SMS_FACTOR factor', 'SUCCESS', 'reset'],
    ['user.mfa.factor.reset_all', null, 'SUCCESS', 'reset'],
    ['user.mfa.factor.update', null, 'SUCCESS', 'other'],
    ['user.mfa.factor.activate', null, 'FAILURE', 'other'],
  ])('%s, "%s", %s', (type, reason, result, kind) => {
    expect(kindOf({ type, reason, result })).toBe(kind);
  });

  it.each([
    ['SMS_FACTOR', 'SMS'],
    ['OKTA_VERIFY_PUSH', 'Okta Verify push'],
    ['signed_nonce', 'Okta FastPass'],
    ['token:software:totp', 'authenticator app'],
    ['FIDO_WEBAUTHN', 'security key or passkey'],
    ['PASSWORD_AS_FACTOR', 'password'],
    ['YUBIKEY_TOKEN', 'yubikey token'],
  ])('calls %s %s', (factor, name) => {
    expect(factorName(factor)).toBe(name);
  });
});

it.each([
  [
    { city: 'Rotterdam', country: 'Netherlands', network: 'Example Hosting', address: '203.0.113.77' },
    { where: 'Rotterdam, network Example Hosting, 203.0.113.77' },
  ],
  [{ city: null, country: 'Netherlands', network: null, address: null }, { where: 'Netherlands' }],
  [{ city: null, country: null, network: null, address: null }, {}],
])('says where: %j', (place, where) => {
  expect(placeOf(place)).toEqual(where);
});

it.each([
  [{ displayName: 'Mara Ito' }, 'Mara Ito', null],
  [{ displayName: null, firstName: 'Mara', lastName: 'Ito', managerId: 'tom' }, 'Mara Ito', 'tom'],
  [{ firstName: ' ', lastName: 7 }, 'm@northwind.example', null],
])('names a user from %j', (profile, name, manager) => {
  const user = User.parse({ id: '00u1', status: 'ACTIVE', profile: { login: 'm@northwind.example', ...profile } });
  expect(user).toMatchObject({ name, manager, email: 'm@northwind.example' });
});
