import type { SourceAuth } from '../../config/source-auth.ts';
import { isOneOf } from './constant-time.ts';
import { notAuthentic, type Verdict, type WebhookRequest } from './verdict.ts';

/** A user name and a constant password as `Authorization: Basic …` (RFC 7617), in UTF-8. */
export function verifyBasic(
  { username, passwords }: NonNullable<SourceAuth['basic']>,
  { headers }: WebhookRequest,
): Verdict {
  const given = String(headers.authorization ?? '').match(/^basic +([a-z\d+/]+={0,2}) *$/i)?.[1];
  if (given === undefined) return notAuthentic('no user name and password');
  const presented = Buffer.from(given, 'base64').toString('utf8');
  const expected = passwords.map((password) => `${username}:${password}`);
  return isOneOf(expected, presented)
    ? { ok: true, headers: 'count' }
    : notAuthentic('the user name or the password does not fit');
}
