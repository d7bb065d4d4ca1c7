import { createHmac } from 'node:crypto';
import type { SourceAuth } from '../../config/source-auth.ts';
import { isEqual } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

const FORM = { base64: /^[a-z\d+/]{43}=$/i, hex: /^[a-f\d]{64}$/i } as const;

/** HMAC-SHA256 over the bytes of the body, in a header (Intuit and many others). */
export function verifyHmac(
  { header, encoding, prefix, secrets }: NonNullable<SourceAuth['hmac']>,
  { headers, body }: WebhookRequest,
): Verdict {
  const given = headers[header];
  if (typeof given !== 'string') return notAuthentic(`${header} is missing`);
  const signature = given.startsWith(prefix) ? given.slice(prefix.length) : '';
  if (!FORM[encoding].test(signature)) return notAuthentic(`${header} does not hold a signature in ${encoding}`);
  const presented = Buffer.from(signature, encoding);
  // The last letter of base64 has bits that mean nothing; only one spelling of a signature counts.
  if (encoding === 'base64' && presented.toString('base64') !== signature)
    return notAuthentic(`${header} does not hold a signature in ${encoding}`);
  const matches = secrets.filter((secret) => isEqual(createHmac('sha256', secret).update(body).digest(), presented));
  return matches.length > 0 ? { ok: true, headers: 'ignored' } : notAuthentic(`${header} does not fit`);
}
