import type { Clock } from '../../clock.ts';

export interface RateLimit {
  limit: number;
  remaining: number;
}

const numberIn = (headers: Headers, name: string): number | undefined => {
  const value = headers.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
};

/** What is left of the bucket this answer was counted in. */
export function readRateLimit(headers: Headers): RateLimit | undefined {
  const limit = numberIn(headers, 'x-rate-limit-limit');
  const remaining = numberIn(headers, 'x-rate-limit-remaining');
  return limit === undefined || remaining === undefined ? undefined : { limit, remaining };
}

/** Okta's own time when it sent this answer; ours where it does not say. */
export function answeredAt(headers: Headers, clock: Clock): Date {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? clock.now() : new Date(date);
}

const UNKNOWN_RESET_MS = 60_000;
const MARGIN_MS = 1_000;

/** Milliseconds until the bucket is full again, by Okta's clock and not by ours, plus a second for rounding. */
export function resetMs(headers: Headers, clock: Clock): number {
  const reset = numberIn(headers, 'x-rate-limit-reset');
  if (reset === undefined) return UNKNOWN_RESET_MS;
  return Math.max(0, reset * 1000 - answeredAt(headers, clock).getTime()) + MARGIN_MS;
}
