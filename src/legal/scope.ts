import type { CaseView } from '../cases/view.ts';
import { dataClassOf, objectNames } from './personal-objects.ts';
import { type GivenCount, readCounts } from './read-counts.ts';

/** How much of one kind of object was read. Null is unknown: nobody gave a number, or not everything could be seen. */
export interface ScopeLine {
  object: string;
  dataClass: string;
  low: number | null;
  likely: number | null;
  high: number | null;
  given: GivenCount[];
  /** Who named the object. */
  namedBy: string[];
  /** No connector says yet where people live, so every record counts as unknown. */
  country: 'unknown';
}

export interface Scope {
  lines: ScopeLine[];
  /** Fields of people that queries asked for, as they name them. */
  fields: string[];
  /** How many people, where somebody says so; records are not people, since one can have many. */
  people: { count: number; from: string } | null;
  /** Numbers nobody can give to an object. */
  unplaced: GivenCount[];
  /** Why more may have been read than anybody counted. */
  unknown: string[];
}

/** Which personal data may have been reached, from the case's detections and answers alone. Every number is one somebody gave. */
export function scopeOf(view: Pick<CaseView, 'detections' | 'questions'>): Scope {
  const { counts, named, people, fields, unknown } = readCounts(view);
  const key = (object: string) => objectNames(object).toSorted().join(' ');
  const objects = new Map<string, string>();
  for (const object of [...counts.flatMap((one) => one.object ?? []), ...named.map((one) => one.object)])
    if (dataClassOf(object) && !objects.has(key(object))) objects.set(key(object), object);
  const lines = [...objects].map(([id, object]) =>
    lineOf(
      object,
      counts.filter((one) => one.object !== null && key(one.object) === id),
      named.filter((one) => key(one.object) === id).map(({ from }) => from),
      unknown.length > 0,
    ),
  );
  return {
    lines: lines.toSorted((one, other) => (other.likely ?? 0) - (one.likely ?? 0)),
    fields,
    people: people.toSorted((one, other) => other.count - one.count)[0] ?? null,
    unplaced: counts.filter(({ object, count }) => object === null && count > 0),
    unknown,
  };
}

export const hasPersonalData = (scope: Scope): boolean => scope.lines.length > 0 || scope.people !== null;

/** The smallest and largest number anybody gave; the likely one is the product's own. A source that saw nothing bounds nothing. */
function lineOf(object: string, given: GivenCount[], namedBy: string[], moreUnseen: boolean): ScopeLine {
  const seen = given.filter(({ count }) => count > 0);
  const numbers = seen.map(({ count }) => count);
  const own = seen.filter(({ by }) => by === 'log').map(({ count }) => count);
  const most = (of: readonly number[]): number | null => (of.length > 0 ? Math.max(...of) : null);
  return {
    object,
    dataClass: dataClassOf(object) ?? '',
    low: numbers.length > 0 ? Math.min(...numbers) : null,
    likely: most(own) ?? most(numbers),
    high: moreUnseen ? null : most(numbers),
    given: seen,
    namedBy: [...new Set(namedBy)],
    country: 'unknown',
  };
}
