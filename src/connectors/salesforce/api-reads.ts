import { dayOf } from './person.ts';
import type { ApiEvent } from './schema.ts';

/** One query with everything that was fetched of its result. */
export interface ApiRead {
  first: ApiEvent;
  last: string;
  rows: number;
}

/**
 * Joins a query with the `QueryMore` calls that fetched the rest of it. `RowsProcessed` may be repeated on each of them and
 * `RowsReturned` may be missing, so the larger of the two readings counts: an export is never made to look smaller than it was.
 */
export function joinReads(events: readonly ApiEvent[]): ApiRead[] {
  const reads: { first: ApiEvent; last: string; processed: number; returned: number }[] = [];
  const open = new Map<string, (typeof reads)[number]>();
  for (const event of events.toSorted((one, other) => one.when.localeCompare(other.when))) {
    const key = `${event.sessionKey} ${event.object} ${event.query}`;
    const running = event.operation === 'QueryMore' ? open.get(key) : undefined;
    if (running) {
      running.last = event.when;
      running.processed = Math.max(running.processed, event.processed);
      running.returned += event.returned;
    } else {
      const read = { first: event, last: event.when, processed: event.processed, returned: event.returned };
      open.set(key, read);
      reads.push(read);
    }
  }
  return reads.map(({ first, last, processed, returned }) => ({ first, last, rows: Math.max(processed, returned) }));
}

export const totalRows = (reads: readonly ApiRead[]): number => reads.reduce((sum, { rows }) => sum + rows, 0);

export interface UsualReading {
  /** The median of the days with any rows read; null without such days. */
  usualDay: number | null;
  highestDay: number | null;
  activeDays: number;
}

/** What a day of reading usually comes to. Days are in UTC. */
export function usualReading(reads: readonly ApiRead[]): UsualReading {
  const byDay = Map.groupBy(reads, ({ first }) => dayOf(first.when));
  const days = [...byDay.values()].map(totalRows).filter((rows) => rows > 0);
  const sorted = days.toSorted((one, other) => one - other);
  return { usualDay: medianOf(sorted), highestDay: sorted.at(-1) ?? null, activeDays: sorted.length };
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : Math.round((lower + upper) / 2);
}
