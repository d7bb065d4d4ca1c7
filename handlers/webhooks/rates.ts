export interface Taken {
  /** Until a delivery of this source may come in again; 0 when this one may. */
  waitSeconds: number;
  /** Refused, and for the first time in a while: worth telling somebody. */
  isNews: boolean;
}

/** How much each source has sent to this process lately. In memory: with two servers, twice as much gets in. */
export interface Rates {
  take(source: string, perMinute: number, now: Date): Taken;
}

interface Bucket {
  left: number;
  at: number;
  toldAt: number;
}

const TELL_EVERY_MS = 60_000;

/** A minute's worth may come at once; then as many as the rate allows. */
export function createRates(): Rates {
  const buckets = new Map<string, Bucket>();
  return {
    take(source, perMinute, now) {
      const time = now.getTime();
      const known = buckets.get(source) ?? { left: perMinute, at: time, toldAt: Number.NEGATIVE_INFINITY };
      const perMs = perMinute / 60_000;
      const filled = Math.min(perMinute, known.left + Math.max(0, time - known.at) * perMs);
      const at = Math.max(known.at, time);
      if (filled >= 1) {
        buckets.set(source, { ...known, left: filled - 1, at });
        return { waitSeconds: 0, isNews: false };
      }
      const isNews = time - known.toldAt >= TELL_EVERY_MS;
      buckets.set(source, { left: filled, at, toldAt: isNews ? time : known.toldAt });
      return { waitSeconds: Math.max(1, Math.ceil((1 - filled) / perMs / 1000)), isNews };
    },
  };
}
