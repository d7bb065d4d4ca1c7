const AHEAD_SECONDS = 60;

/** Whether a request's timestamp (Unix seconds) lies more than a minute ahead of our clock. Bolt itself refuses what is too old. */
export function isFromTheFuture(timestamp: string | string[] | undefined, now: Date): boolean {
  const seconds = Number(timestamp);
  return Number.isFinite(seconds) && seconds > now.getTime() / 1000 + AHEAD_SECONDS;
}
