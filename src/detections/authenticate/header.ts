import { createHash, timingSafeEqual } from 'node:crypto';
import type { Verdict, WebhookRequest } from './verdict.ts';

/** A constant secret in a header of its own. */
export function verifyHeader(name: string, values: readonly string[], { headers }: WebhookRequest): Verdict {
  const given = headers[name.toLowerCase()];
  return isOneOf(values, given)
    ? { ok: true }
    : { ok: false, reason: given === undefined ? `${name} is missing` : `${name} does not fit` };
}

/** A constant secret as `Authorization: Bearer …`. */
export function verifyBearer(tokens: readonly string[], { headers }: WebhookRequest): Verdict {
  const given = String(headers.authorization ?? '').match(/^bearer +(\S+) *$/i)?.[1];
  return isOneOf(tokens, given)
    ? { ok: true }
    : { ok: false, reason: given === undefined ? 'no bearer token' : 'the bearer token does not fit' };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares digests, so that neither the place of the first difference nor a length shows in the time it takes. */
function isOneOf(secrets: readonly string[], given: unknown): boolean {
  if (typeof given !== 'string' || given === '') return false;
  const presented = digest(given);
  return secrets.filter((secret) => timingSafeEqual(digest(secret), presented)).length > 0;
}
