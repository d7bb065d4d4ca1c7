import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { body, isAuthentic, now, requestOf, tampered, withHeaders } from './request.ts';

const secrets = ['old verifier token 1', 'new verifier token 2'];
const intuit = { hmac: { header: 'intuit-signature', encoding: 'base64', prefix: '', secrets } } as const;
const hex = { hmac: { header: 'x-hub-signature-256', encoding: 'hex', prefix: 'sha256=', secrets } } as const;
const signatureOf = (auth: typeof intuit | typeof hex, input = {}) => {
  const { headers } = requestOf(auth, input);
  return String(headers[auth.hmac.header]);
};

test('the example GitHub publishes', () => {
  const auth = { hmac: { ...hex.hmac, secrets: ["It's a Secret to Everybody"] } };
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const sent = { headers: { 'x-hub-signature-256': signature }, body: Buffer.from('Hello, World!') };
  expect(isAuthentic(auth, {}, sent)).toBe(true);
  expect(isAuthentic(auth, {}, { ...sent, body: Buffer.from('Hello, World?') })).toBe(false);
});

describe.each([
  ['base64', intuit],
  ['hex with a prefix', hex],
])('%s', (_, auth) => {
  test('both live secrets are good; there is no id, so no other header counts', () => {
    for (const secret of [0, 1]) {
      expect(authenticate(auth, requestOf(auth, { secret }))).toEqual({ ok: true, headers: 'ignored' });
    }
    expect(isAuthentic(auth, { secret: 'somebody else altogether' })).toBe(false);
  });

  test('no changed byte survives', () => {
    fc.assert(fc.property(tampered(body), (changed) => !isAuthentic(auth, {}, { body: changed })));
  });

  test('no changed letter of the signature survives', () => {
    const good = signatureOf(auth);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.string({ maxLength: 2 }), (at, letter) => {
        const changed = good.slice(0, at) + letter + good.slice(at + 1);
        fc.pre(changed.toLowerCase() !== good.toLowerCase());
        return !withHeaders(auth, { [auth.hmac.header]: changed });
      }),
    );
  });

  test('one signature in its form, and no other', () => {
    const good = signatureOf(auth);
    for (const bad of [undefined, '', ' ', [good], `${good},${good}`, ` ${good}`, `${good} `, `v1=${good}`]) {
      expect(withHeaders(auth, { [auth.hmac.header]: bad })).toBe(false);
    }
  });
});

test('what is signed in one encoding or with another prefix does not count in the other', () => {
  expect(withHeaders(hex, { 'x-hub-signature-256': signatureOf(hex).slice('sha256='.length) })).toBe(false);
  expect(withHeaders(hex, { 'x-hub-signature-256': `sha256=${signatureOf(intuit)}` })).toBe(false);
  expect(withHeaders(intuit, { 'intuit-signature': signatureOf(hex).slice('sha256='.length) })).toBe(false);
  expect(
    withHeaders(hex, { 'x-hub-signature-256': signatureOf(hex).replace(/[a-f]/g, (letter) => letter.toUpperCase()) }),
  ).toBe(false);
  const [prefix, digits = ''] = signatureOf(hex).split('=');
  expect(withHeaders(hex, { 'x-hub-signature-256': `${prefix}=${digits.toUpperCase()}` })).toBe(true);
});

test('time says nothing here', () => {
  expect(isAuthentic(intuit, { at: now }, { now: new Date('2030-01-01') })).toBe(true);
});
