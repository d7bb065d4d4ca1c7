import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { blot } from './config/secrets.ts';

export type Log = Logger;

/** Never written, wherever they turn up one or two levels deep: secrets first, then people. */
const REDACTED = [
  'authorization',
  'access_token',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'private_key',
  'password',
  'token',
  'secret',
  'email',
  'address',
  'body',
  'headers',
  'payload',
  'signing_secret',
  'bot_token',
  'app_token',
];

/**
 * Structured logs to standard error (standard output belongs to commands' answers). `correlation` is the delivery's id and follows the
 * work through jobs to the action.
 */
export function createLog(options: { level: string; name: string; stream?: DestinationStream }): Log {
  return pino(
    {
      name: options.name,
      level: options.level,
      redact: { paths: REDACTED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      serializers: { err: serializeError },
      hooks: { streamWrite: clean },
    },
    options.stream ?? destination({ fd: 2, sync: false }),
  );
}

/** Errors by code and sentence; causes only by their message, since vendor bodies may hold personal data. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { type: error.name, code, message: error.message, cause, stack: error.stack };
}

/** What a line has to hold before it is worth looking at closely. */
const SUSPECT = /@|bearer |xox|xapp-|whsec_|eyJ|PRIVATE KEY|gh[pos]_|_pat_|_live_|AKIA/i;
const BEARER = /(bearer )\S+/gi;
const ADDRESS = /[^\s@<>"',;()]{1,64}@[^\s@<>"',;()]{1,253}\.[a-z]{2,}/giu;

/** The last net: errors for people may name an account, and vendors put anything into theirs; a log must not. */
function clean(line: string): string {
  return SUSPECT.test(line) ? `${JSON.stringify(scrub(JSON.parse(line)))}\n` : line;
}

function scrub(value: unknown): unknown {
  if (typeof value === 'string') return blot(value).replace(BEARER, '$1…').replace(ADDRESS, '[e-mail]');
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [scrub(key), scrub(inner)]));
}
