import { expect, test } from 'vitest';
import type { SourceAuth } from '#src/config/source-auth.ts';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { signCanary } from '#src/noise/sign-canary.ts';

const secret = 'a-secret-of-sixteen-and-more';
const whsec = `whsec_${Buffer.from('a signing secret of 24 bytes').toString('base64')}`;
const at = new Date('2026-11-22T09:20:00.000Z');
const body = Buffer.from('{"cordon":"detection/1"}');

const sign = (auth: SourceAuth) => signCanary(auth, { source: 'siem', id: 'cordon-canary-1', body, at });

test.each<[string, SourceAuth]>([
  ['standard_webhooks', { standard_webhooks: { secrets: [whsec] } }],
  ['standard_webhooks, beside a public key', { standard_webhooks: { secrets: ['whpk_AAAA', whsec] } }],
  ['header', { header: { name: 'x-cordon-secret', values: [secret] } }],
  ['bearer', { bearer: { tokens: [secret] } }],
  ['basic', { basic: { username: 'cordon', passwords: [secret] } }],
  ['hmac in base64', { hmac: { header: 'x-signature', encoding: 'base64', prefix: '', secrets: [secret] } }],
  [
    'hmac in hex with a prefix',
    { hmac: { header: 'x-signature', encoding: 'hex', prefix: 'sha256=', secrets: [secret] } },
  ],
  ['path', { path: { secrets: ['a-secret-in-the-address'] } }],
  ['unauthenticated', { unauthenticated: 'accept-the-risk' }],
])('as %s it passes the door, and changed by one byte only where nothing is signed', (kind, auth) => {
  const signed = sign(auth);
  if (!signed) throw new Error('it can be signed');
  const knock = (bytes: Buffer) =>
    authenticate(auth, {
      method: 'POST',
      url: signed.path,
      headers: signed.headers,
      body: bytes,
      remoteAddress: '127.0.0.1',
      now: at,
    });
  expect(knock(body)).toMatchObject({ ok: true });
  const isSigned = /standard|hmac/.test(kind);
  expect(knock(Buffer.from('{"cordon":"detection/2"}')).ok).toBe(!isSigned);
});

test.each<[string, SourceAuth]>([
  ['a public key alone', { standard_webhooks: { secrets: ['whpk_AAAA'] } }],
  ['a scheme only its own sender uses', { stripe: { secrets: [secret] } }],
])('%s cannot be signed with', (_, auth) => expect(sign(auth)).toBeUndefined());
