import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceAuth } from '#src/config/source-auth.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { isAuthentic, requestOf, withHeaders } from './request.ts';

const authentic = { ok: true, headers: 'count' };

describe('a header of its own', () => {
  const auth = { header: { name: 'x-cordon-secret', values: ['the old constant value', 'the new constant value'] } };
  test.each([
    [{ 'x-cordon-secret': 'the old constant value' }, true],
    [{ 'x-cordon-secret': 'the new constant value' }, true],
    [{ 'x-cordon-secret': 'the old constant value ' }, false],
    [{ 'x-cordon-secret': 'the old constant value, the new constant value' }, false],
    [{ 'x-cordon-secret': ['the old constant value'] }, false],
    [{ 'x-cordon-secret': '' }, false],
    [{ authorization: 'Bearer the old constant value' }, false],
    [{}, false],
  ])('%o is authentic: %s', (headers, ok) => {
    expect(withHeaders(auth, headers)).toBe(ok);
  });

  test('Okta sends its secret as the whole Authorization header', () => {
    const okta = { header: { name: 'authorization', values: ['the constant value'] } };
    expect(authenticate(okta, requestOf(okta))).toEqual(authentic);
    expect(withHeaders(okta, { authorization: 'Bearer the constant value' })).toBe(false);
  });
});

describe('a bearer token', () => {
  const auth = { bearer: { tokens: ['old-token-0123456789', 'new-token-0123456789'] } };
  test.each([
    ['Bearer old-token-0123456789', true],
    ['bearer new-token-0123456789', true],
    ['Basic old-token-0123456789', false],
    ['old-token-0123456789', false],
    ['Bearer old-token-0123456789 new-token-0123456789', false],
    ['Bearer', false],
    ['Bearer ', false],
    [undefined, false],
  ])('%s is authentic: %s', (authorization, ok) => {
    expect(withHeaders(auth, authorization === undefined ? {} : { authorization })).toBe(ok);
  });
});

describe('a user name and a password', () => {
  const auth = { basic: { username: 'cordon', passwords: ['old: pässword with 1 colon', 'new-password-0123456789'] } };
  const basic = (pair: string | Buffer) => `Basic ${Buffer.from(pair).toString('base64')}`;
  test.each([
    [basic('cordon:old: pässword with 1 colon'), true],
    [basic('cordon:new-password-0123456789'), true],
    [basic('cordon:new-password-0123456789').replace('Basic', 'BASIC '), true],
    [basic('Cordon:new-password-0123456789'), false],
    [basic('other:new-password-0123456789'), false],
    [basic('cordon:new-password-012345678'), false],
    [basic('cordon:'), false],
    [basic('new-password-0123456789'), false],
    [basic(Buffer.from([0xff, 0xfe])), false],
    ['Basic cordon:new-password-0123456789', false],
    [`${basic('cordon:new-password-0123456789')} more`, false],
    ['Basic ', false],
    [undefined, false],
  ])('%s is authentic: %s', (authorization, ok) => {
    expect(withHeaders(auth, authorization === undefined ? {} : { authorization })).toBe(ok);
  });
});

describe('a secret in the address', () => {
  const auth = { path: { secrets: ['old_secret-0123456789', 'new_secret-0123456789'] } };
  test.each([
    ['/webhooks/siem/old_secret-0123456789', true],
    ['/webhooks/siem/new_secret-0123456789?sid=7', true],
    ['/webhooks/siem/new_secret-012345678', false],
    ['/webhooks/siem/new_secret-0123456789/', true],
    ['/webhooks/siem/new%5Fsecret-0123456789', false],
    ['/webhooks/siem?secret=new_secret-0123456789', false],
    ['/webhooks/siem/', false],
    ['/webhooks/siem', false],
    ['/', false],
    ['http://[', false],
    ['', false],
  ])('%s is authentic: %s', (url, ok) => {
    expect(authenticate(auth, requestOf(auth, {}, { url })).ok).toBe(ok);
  });

  const from = (allow_from: string[], remoteAddress: string | undefined) =>
    isAuthentic({ path: { ...auth.path, allow_from } }, {}, { remoteAddress });
  test.each([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.9/24', '203.0.113.1', true],
    ['203.0.113.0/24', '::ffff:203.0.113.9', true],
    ['203.0.113.0/24', '::ffff:203.0.114.9', false],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.10', false],
    ['2001:db8::/32', '2001:db8:1::7', true],
    ['2001:db8::/32', '2001:db9::7', false],
    ['2001:db8::/32', '203.0.113.9', false],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['203.0.113.0/24', 'no address', false],
    ['203.0.113.0/24', undefined, false],
  ])('only from %s: %s is let in: %s', (network, address, ok) => {
    expect(from([network], address)).toBe(ok);
    expect(from(['192.0.2.0/24', network], address)).toBe(ok);
  });

  test('the right network alone opens nothing', () => {
    expect(
      isAuthentic({ path: { ...auth.path, allow_from: ['0.0.0.0/0'] } }, { secret: 'wrong-secret-0123456789' }),
    ).toBe(false);
  });
});

test('without authentication anything is let in, and only in these words', () => {
  const auth = { unauthenticated: 'accept-the-risk' } as const;
  expect(authenticate(auth, requestOf(auth))).toEqual(authentic);
  for (const other of [true, 'yes', 'Accept-the-risk', {}]) {
    expect(isAuthentic({ unauthenticated: other as unknown as 'accept-the-risk' })).toBe(false);
  }
});

test('nothing but a live secret is let in', () => {
  const kinds = fc.constantFrom<SourceAuth[]>(
    { header: { name: 'x-cordon-secret', values: ['the live value 123'] } },
    { bearer: { tokens: ['the-live-value-123'] } },
    { basic: { username: 'cordon', passwords: ['the live value 123'] } },
    { path: { secrets: ['the-live-value-123'] } },
  );
  const near = fc.tuple(fc.nat(17), fc.string({ maxLength: 1 })).map(([at, letter]) => {
    const text = 'the-live-value-123';
    return text.slice(0, at) + letter + text.slice(at + 1);
  });
  const wrong = fc
    .oneof(near, fc.string())
    .filter((text) => !['the-live-value-123', 'the live value 123'].includes(text));
  fc.assert(fc.property(kinds, wrong, (auth, secret) => !isAuthentic(auth, { secret })));
});
