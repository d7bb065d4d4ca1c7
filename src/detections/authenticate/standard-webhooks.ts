import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Verdict, WebhookRequest } from './verdict.ts';

/** Seconds a timestamp may be off, in either direction. */
const TOLERANCE = 300;
const LONGEST_ID = 200;

/**
 * Standard Webhooks with symmetric signatures (v1), over the bytes as they came. Own code rather than the `standardwebhooks` package,
 * which decodes the body to text before signing (so different bytes can share a signature) and reads the machine's clock; the tests hold
 * it against that package.
 */
export function verifyStandardWebhooks(secrets: readonly string[], { headers, body, now }: WebhookRequest): Verdict {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return { ok: false, reason: 'webhook-id, webhook-timestamp or webhook-signature is missing' };
  }
  if (id === '' || id.length > LONGEST_ID) return { ok: false, reason: 'webhook-id is empty or too long' };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'webhook-timestamp is not a number of seconds' };
  const apart = Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp));
  if (apart > TOLERANCE) return { ok: false, reason: `webhook-timestamp is ${apart} seconds away from this clock` };

  const claimed = signatures.split(' ').filter((signature) => signature.startsWith('v1,'));
  const matches = secrets.some((secret) => {
    const expected = Buffer.from(`v1,${sign(secret, id, timestamp, body)}`);
    return claimed.some((signature) => isEqual(Buffer.from(signature), expected));
  });
  return matches ? { ok: true, deliveryKey: id } : { ok: false, reason: 'no signature fits' };
}

const sign = (secret: string, id: string, timestamp: string, body: Uint8Array): string =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64');

/** Preparing a key takes twice as long as signing 4 KB with it. */
const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  const key = keys.get(secret) ?? createSecretKey(secret.replace(/^whsec_/, ''), 'base64');
  keys.set(secret, key);
  return key;
}

const isEqual = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);
