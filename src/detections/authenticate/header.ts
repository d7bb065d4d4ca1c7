import type { SourceAuth } from '../../config/source-auth.ts';
import { isOneOf } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** A constant secret in a header of its own. */
export function verifyHeader(
  { name, values }: NonNullable<SourceAuth['header']>,
  { headers }: WebhookRequest,
): Verdict {
  const given = headers[name.toLowerCase()];
  if (isOneOf(values, given)) return { ok: true, headers: 'count' };
  return notAuthentic(given === undefined ? `${name} is missing` : `${name} does not fit`);
}
