import { type DestinationStream, destination, type Logger, pino } from 'pino';

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
    },
    options.stream ?? destination({ fd: 2, sync: false }),
  );
}

/** Errors by code and sentence; causes only by their message, since vendor bodies may hold personal data. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause instanceof Error ? masked(error.cause.message) : undefined;
  return { type: error.name, code, message: masked(error.message), cause, stack: masked(error.stack ?? '') };
}

/** Errors for people may name an account; a log must not. */
const masked = (text: string): string => text.replace(/[^\s@<>"',;()]+@[^\s@<>"',;()]+\.[a-z]{2,}/giu, '[e-mail]');
