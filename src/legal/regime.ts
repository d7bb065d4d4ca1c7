import type { Moment } from '../db/legal-tables.ts';

/** How long a clock runs; `null` where the rule has words and no number ("as soon as feasible"). */
export type Length =
  | { hours: number }
  | { calendarDays: number }
  | { businessDays: number }
  | { months: number }
  | null;

/**
 * How far a fact can be trusted. `verified`: read in the legal text itself. `secondary`: read in what others wrote about it.
 * `unconfirmed`: believed, or sources disagree.
 */
export type FactStatus = 'verified' | 'secondary' | 'unconfirmed';

export interface LegalClock {
  id: string;
  /** What is due: "Notification to the supervisory authority". */
  what: string;
  /** The moment that starts it, or the clock at whose end it starts at the latest. */
  from: Moment | { clock: string };
  /** The rule's own words for that start. */
  starts: string;
  length: Length;
  status: FactStatus;
  note?: string;
}

/** One body of notification rules, as data for counsel. Legal text was not opened for any of it; see docs/legal.md. */
export interface Regime {
  name: string;
  told: string;
  /** Whose calendar days and weekdays are counted. */
  zone: string;
  source: string;
  clocks: readonly LegalClock[];
}

/** A clock as written down; a fact is secondary unless it says otherwise. */
export type ClockFacts = Omit<LegalClock, 'status'> & Partial<Pick<LegalClock, 'status'>>;

export const regime = ({ clocks, ...rest }: Omit<Regime, 'clocks'> & { clocks: readonly ClockFacts[] }): Regime => ({
  ...rest,
  clocks: clocks.map((clock) => ({ status: 'secondary', ...clock })),
});
