import type { Notes } from './notes.ts';
import { LONGEST, tame } from './text.ts';

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([Zz]|[+-]\d\d:?\d\d)?$/;
const MINUTE = 60_000;
/** Clocks differ; more than this is not a clock. */
const FURTHEST_AHEAD = 5 * MINUTE;
const EARLIEST = Date.UTC(2000, 0, 1);

const UNITS = [
  { below: 1e11, unit: 'seconds', toMs: (value: number) => value * 1000 },
  { below: 1e14, unit: 'milliseconds', toMs: (value: number) => value },
  { below: 1e17, unit: 'microseconds', toMs: (value: number) => value / 1000 },
  { below: 1e20, unit: 'nanoseconds', toMs: (value: number) => value / 1_000_000 },
] as const;

/** "2024-08-13 15:58 UTC" */
export const inWords = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

interface Moment {
  at: number;
  /** What had to be assumed, as a sentence; undefined when nothing. */
  note?: string;
}

/** A number since 1970 in whatever unit makes sense, or RFC 3339 text; undefined when it is neither. */
export function readMoment(value: string | number | undefined): Moment | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'number' || /^\d+(\.\d+)?$/.test(value.trim())
    ? fromNumber(Number(value))
    : fromText(value.trim());
}

function fromNumber(value: number): Moment | undefined {
  const read = value > 0 ? UNITS.find(({ below }) => value < below) : undefined;
  if (!read) return undefined;
  const at = Math.floor(read.toMs(value));
  if (read.unit === 'milliseconds') return { at };
  return { at, note: `The sender's time was in ${read.unit}; read as ${inWords(at)}.` };
}

function fromText(text: string): Moment | undefined {
  const [, day, clock, zone] = text.match(DATE_TIME) ?? [];
  if (!day || !clock) return undefined;
  const at = Date.parse(`${day}T${clock}${zone?.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') ?? 'Z'}`);
  if (Number.isNaN(at)) return undefined;
  return zone ? { at } : { at, note: `The sender's time has no zone; read as ${inWords(at)}.` };
}

interface ReadTime {
  occurredAt: string;
  originalTime: string | undefined;
}

/**
 * When it happened: `time`, made more exact by `text` where both agree. A time in the future, or from before there was SaaS, is replaced
 * by the time of receipt, with a note.
 */
export function readTime(
  given: { time: string | number | undefined; text?: string | undefined },
  receivedAt: Date,
  notes: Notes,
): ReadTime {
  const received = receivedAt.getTime();
  const candidates = [readMoment(given.time), readMoment(given.text)];
  const [first, second] = candidates.map((moment) => (moment && isPlausible(moment.at, received) ? moment : undefined));
  const chosen = first ?? second;
  const original = given.time ?? given.text;
  if (!chosen) {
    const implausible = candidates.find((moment) => moment !== undefined);
    notes.add(
      implausible
        ? `The sender's time, ${inWords(implausible.at)}, cannot be right; the time of receipt is used.`
        : 'The sender gave no readable time; the time of receipt is used.',
    );
    return {
      occurredAt: receivedAt.toISOString(),
      originalTime: original === undefined ? undefined : spelling(original),
    };
  }
  if (chosen.note) notes.add(chosen.note);
  const agree = first && second && Math.abs(first.at - second.at) < 1000;
  if (first && second && !agree) {
    notes.add(`The sender gives two times, ${inWords(first.at)} and ${inWords(second.at)}; the first is used.`);
  }
  const at = agree ? Math.max(first.at, second.at) : chosen.at;
  return {
    occurredAt: new Date(at).toISOString(),
    originalTime: chosen.note && original !== undefined ? spelling(original) : undefined,
  };
}

const isPlausible = (at: number, received: number): boolean => at >= EARLIEST && at <= received + FURTHEST_AHEAD;

const spelling = (value: string | number): string => tame(String(value), LONGEST.word);
