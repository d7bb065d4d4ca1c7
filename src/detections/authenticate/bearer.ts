import type { SourceAuth } from '../../config/source-auth.ts';
import { isOneOf } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** A constant secret as `Authorization: Bearer …`. */
export function verifyBearer({ tokens }: NonNullable<SourceAuth['bearer']>, { headers }: WebhookRequest): Verdict {
  const given = String(headers.authorization ?? '').match(/^bearer +(\S+) *$/i)?.[1];
  if (isOneOf(tokens, given)) return { ok: true, headers: 'count' };
  return notAuthentic(given === undefined ? 'no bearer token' : 'the bearer token does not fit');
}
