import { createHmac } from 'node:crypto';
import type { SourceAuth } from '../../config/source-auth.ts';
import { isEqual } from './constant-time.ts';
import { notFresh } from './freshness.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** `Stripe-Signature: t=…,v1=…`, one v1 for each live secret of the endpoint; v0 is Stripe's own for test events. */
export function verifyStripe(
  { secrets }: NonNullable<SourceAuth['stripe']>,
  { headers, body, now }: WebhookRequest,
): Verdict {
  const parts = String(headers['stripe-signature'] ?? '').split(',');
  const [timestamp, ...more] = valuesOf('t', parts);
  if (timestamp === undefined || more.length > 0) return notAuthentic('stripe-signature is missing, or holds no time');
  const stale = notFresh('the time in stripe-signature', timestamp, 1000, now);
  if (stale) return notAuthentic(stale);
  const claimed = valuesOf('v1', parts).map((signature) => Buffer.from(signature));
  const matches = secrets.filter((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex'));
    return claimed.some((signature) => isEqual(signature, expected));
  });
  return matches.length > 0 ? { ok: true, headers: 'ignored' } : notAuthentic('no signature fits');
}

const valuesOf = (name: string, parts: readonly string[]): string[] =>
  parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));
