import { createHmac, createPublicKey, createSecretKey, type KeyObject, verify } from 'node:crypto';
import type { SourceAuth } from '../../config/source-auth.ts';
import { isEqual } from './constant-time.ts';
import { notFresh } from './freshness.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

const LONGEST_ID = 200;
/** A signature to check costs time, one of ed25519 most of all. */
const MOST_SIGNATURES = 20;
/** Cordon's own keys, for deliveries without an id, begin so; an id that looks like one could pass another delivery off as a repeat. */
const OWN_KEY = /^sha256[:+]/;

/**
 * Standard Webhooks, v1 (HMAC-SHA256) and v1a (ed25519), over the bytes as they came. Own code rather than the `standardwebhooks` package,
 * which decodes the body to text before signing (so different bytes can share a signature), reads the machine's clock and knows no v1a; the
 * tests hold it against that package.
 */
export function verifyStandardWebhooks(
  { secrets }: NonNullable<SourceAuth['standard_webhooks']>,
  { headers, body, now }: WebhookRequest,
): Verdict {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return notAuthentic('webhook-id, webhook-timestamp or webhook-signature is missing');
  }
  if (id === '' || id.length > LONGEST_ID || OWN_KEY.test(id)) return notAuthentic('webhook-id is not usable as an id');
  const stale = notFresh('webhook-timestamp', timestamp, 1000, now);
  if (stale) return notAuthentic(stale);

  const signed: Signed = { head: `${id}.${timestamp}.`, body };
  const claimed = signatures.split(' ').slice(0, MOST_SIGNATURES);
  const matches = secrets.some((secret) =>
    secret.startsWith('whpk_') ? fitsPublicKey(secret, signed, claimed) : fitsSecret(secret, signed, claimed),
  );
  return matches ? { ok: true, deliveryKey: id, headers: 'count' } : notAuthentic('no signature fits');
}

interface Signed {
  head: string;
  body: Uint8Array;
}

function fitsSecret(secret: string, { head, body }: Signed, claimed: readonly string[]): boolean {
  const signature = createHmac('sha256', keyOf(secret)).update(head).update(body).digest('base64');
  const expected = Buffer.from(`v1,${signature}`);
  return claimed.some((one) => isEqual(Buffer.from(one), expected));
}

function fitsPublicKey(publicKey: string, { head, body }: Signed, claimed: readonly string[]): boolean {
  const content = Buffer.concat([Buffer.from(head), body]);
  return claimed.some((one) => {
    const [, signature] = one.match(/^v1a,([a-z\d+/]{86}==)$/i) ?? [];
    return signature !== undefined && verify(null, content, keyOf(publicKey), Buffer.from(signature, 'base64'));
  });
}

/** Preparing a key takes twice as long as signing 4 KB with it. */
const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  const key = keys.get(secret) ?? prepare(secret);
  keys.set(secret, key);
  return key;
}

function prepare(secret: string): KeyObject {
  const bytes = Buffer.from(secret.replace(/^wh(sec|pk)_/, ''), 'base64');
  if (!secret.startsWith('whpk_')) return createSecretKey(bytes);
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}
