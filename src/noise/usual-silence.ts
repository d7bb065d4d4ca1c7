const LEAST_KNOWN = 20;
const TIMES = 4;
const LEAST_MINUTES = 60;

/**
 * The longest silence of a source that is usual, in minutes: 4 times what 95 of 100 gaps stay under, and never less than an hour. Undefined
 * while fewer than 20 deliveries are known.
 */
export function usualSilence(deliveries: number, p95Seconds: number | null): number | undefined {
  if (deliveries < LEAST_KNOWN || p95Seconds === null) return undefined;
  return Math.max(LEAST_MINUTES, Math.ceil((TIMES * p95Seconds) / 60));
}
