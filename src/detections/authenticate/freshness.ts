/** How far a timestamp may be from this clock, in either direction. */
const TOLERANCE_MS = 300_000;

/** Why a timestamp is not from now; undefined when it is. `unit` is how many milliseconds one of its units holds. */
export function notFresh(name: string, timestamp: string, unit: 1 | 1000, now: Date): string | undefined {
  if (!/^\d{1,15}$/.test(timestamp)) return `${name} is not a time`;
  const apart = Math.abs(Math.floor(now.getTime() / unit) - Number(timestamp)) * unit;
  return apart > TOLERANCE_MS ? `${name} is ${Math.round(apart / 1000)} seconds away from this clock` : undefined;
}
