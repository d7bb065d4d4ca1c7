import type { RegimeId } from '../config/legal.ts';
import type { Moment } from '../db/legal-tables.ts';
import { addDays, addMonths, addWeekdays, type Day, dayIn, endOfDay } from './calendar.ts';
import type { FactStatus, LegalClock, Length, Regime } from './regime.ts';
import { regimes } from './regimes.ts';

/** Each moment as ISO 8601, where somebody has set it. */
export type Moments = Readonly<Partial<Record<Moment, string>>>;

/** When something would be due under one regime, for counsel to judge. It never says that anything is due. */
export interface Proposal {
  regime: RegimeId;
  name: string;
  clock: string;
  what: string;
  /** "72 hours after awareness" */
  counted: string;
  /** The moment it is counted from in the end; a report that follows another has the first one's. */
  from: Moment;
  /** ISO 8601; null while that moment is not set, and where the rule has no number. */
  dueAt: string | null;
  /** The last day, at that place, of a clock that counts days: "2026-11-26". */
  endsOn: string | null;
  /** It follows a report and is counted from that report's own deadline: made earlier, this is due earlier. */
  atTheLatest: boolean;
  zone: string;
  /** Sentences on what was left out of the count. */
  notCounted: string[];
  status: FactStatus;
  note: string | null;
  source: string;
}

const HOUR_MS = 60 * 60 * 1000;

/** The end of a clock that started then. Days end with their last minute at that place; the day it started on is not one of them. */
export function endOf(length: NonNullable<Length>, start: Date, zone: string): Date {
  if ('hours' in length) return new Date(start.getTime() + length.hours * HOUR_MS);
  const day = dayIn(start, zone);
  if ('calendarDays' in length) return endOfDay(addDays(day, length.calendarDays), zone);
  if ('businessDays' in length) return endOfDay(addWeekdays(day, length.businessDays), zone);
  return endOfDay(addMonths(day, length.months), zone);
}

/** What each chosen regime would ask for by when, given the moments as set. Pure: the same moments give the same proposals. */
export const proposeDeadlines = (chosen: readonly RegimeId[], moments: Moments): Proposal[] =>
  chosen.flatMap((id) => regimes[id].clocks.map((clock) => propose(id, regimes[id], clock, moments)));

function propose(id: RegimeId, regime: Regime, clock: LegalClock, moments: Moments): Proposal {
  const start = startOf(regime, clock, moments);
  const follows = typeof clock.from === 'object';
  const end = start && clock.length ? endOf(clock.length, start, regime.zone) : undefined;
  const inDays = clock.length !== null && !('hours' in clock.length);
  return {
    regime: id,
    name: regime.name,
    clock: clock.id,
    what: clock.what,
    counted: countedWords(regime, clock),
    from: firstMoment(regime, clock),
    dueAt: end?.toISOString() ?? null,
    endsOn: end && inDays ? isoDay(dayIn(end, regime.zone)) : null,
    atTheLatest: follows,
    zone: regime.zone,
    notCounted: notCounted(clock, regime),
    status: clock.status,
    note: clock.note ?? null,
    source: regime.source,
  };
}

const isoDay = ({ year, month, day }: Day): string =>
  [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

function startOf(regime: Regime, clock: LegalClock, moments: Moments): Date | undefined {
  if (typeof clock.from !== 'object') {
    const at = moments[clock.from];
    return at === undefined ? undefined : new Date(at);
  }
  const before = clockOf(regime, clock.from.clock);
  const start = startOf(regime, before, moments);
  return start && before.length ? endOf(before.length, start, regime.zone) : undefined;
}

function firstMoment(regime: Regime, { from }: LegalClock): Moment {
  return typeof from === 'object' ? firstMoment(regime, clockOf(regime, from.clock)) : from;
}

function clockOf({ clocks, name }: Regime, id: string): LegalClock {
  const found = clocks.find((clock) => clock.id === id);
  if (!found) throw new TypeError(`${name} has no clock ${id}`);
  return found;
}

export const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  detected: 'detection',
  aware: 'awareness',
  classified: 'classification',
  material: 'the finding of materiality',
};

/** "4 business days" */
export function lengthWords(length: Length): string {
  if (length === null) return 'no fixed time';
  const [unit = '', number = 0] = Object.entries(length)[0] ?? [];
  const units: Readonly<Record<string, string>> = {
    hours: 'hour',
    calendarDays: 'calendar day',
    businessDays: 'business day',
    months: 'month',
  };
  return `${number} ${units[unit] ?? unit}${number === 1 ? '' : 's'}`;
}

function countedWords(regime: Regime, { length, from }: LegalClock): string {
  const after = typeof from === 'object' ? `"${clockOf(regime, from.clock).what}"` : MOMENT_WORDS[from];
  return `${lengthWords(length)} after ${after}`;
}

function notCounted({ length, from }: LegalClock, { zone }: Regime): string[] {
  if (length === null) return ['The rule names no number of hours or days.'];
  const rules = ['Rules by which a weekend, a holiday or a begun hour moves or lengthens a period are not counted.'];
  if ('businessDays' in length)
    rules.unshift(
      `Business days are Monday to Friday in ${zone}; public holidays are not counted, and each would make it later.`,
    );
  else if (!('hours' in length))
    rules.unshift(`It ends with the last minute of the day in ${zone}; the day it starts on is not counted.`);
  if (typeof from === 'object')
    rules.unshift('Counted from the deadline of the report before it; if that was made earlier, this is due earlier.');
  return rules;
}
