import type { JsonPath } from '../../../config/json-path.ts';
import type { Place } from '../../../config/mapping-place.ts';
import { MOST_ENTRIES } from '../../reading/lenient.ts';
import { type Body, findAll, opened } from './find.ts';

/** Takes values out of a finding by the places of a mapping. What is blank, or neither text nor number, counts as not there. */
export interface Reader {
  text(place: Place | undefined): string | undefined;
  /** The same with numbers left as numbers. */
  measure(place: Place | undefined): string | number | undefined;
  /** Everything there is at some places, lists opened. */
  texts(places: readonly Place[] | undefined): string[];
  has(path: JsonPath): boolean;
  /** A reader for each entry of a list; without a list, this one. */
  each(list: JsonPath | undefined): readonly Reader[];
}

export function createReader(finding: unknown, body: Body): Reader {
  const valuesAt = ({ fromBody, steps }: JsonPath): unknown[] =>
    findAll(fromBody ? body.json : finding, steps, body, MOST_ENTRIES)
      .flatMap((value) => opened(value, body))
      .slice(0, MOST_ENTRIES);
  const measures = (place: Place): (string | number)[] =>
    'value' in place
      ? [place.value]
      : (place.paths.map((path) => valuesAt(path).flatMap(measurable)).find((found) => found.length > 0) ?? []);
  const reader: Reader = {
    text: (place) => place && measures(place).map(String)[0],
    measure: (place) => place && measures(place)[0],
    texts: (places = []) => places.flatMap(measures).map(String),
    has: (path) => valuesAt(path).some((value) => value !== null && value !== ''),
    each: (list) => (list ? valuesAt(list).map((entry) => createReader(entry, body)) : [reader]),
  };
  return reader;
}

function measurable(value: unknown): (string | number)[] {
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value === 'number') return [value];
  return typeof value === 'string' && value.trim() !== '' ? [value] : [];
}
