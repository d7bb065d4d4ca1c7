import type { JsonPath } from '../../../config/json-path.ts';
import type { Place } from '../../../config/mapping-place.ts';
import { MOST_ENTRIES } from '../../reading/lenient.ts';
import { LONGEST, tame } from '../../reading/text.ts';
import { type Refusal, refuse } from '../sender.ts';
import { type Body, findAll, opened } from './find.ts';
import { hint } from './hint.ts';

/** Why a field without which there is no detection cannot be read; undefined when it can. */
export function checkRequired(field: string, place: Place, finding: unknown, body: Body): Refusal | undefined {
  if ('value' in place) return undefined;
  let refusal: Refusal | undefined;
  for (const path of place.paths) {
    const values = findAll(path.fromBody ? body.json : finding, path.steps, body, MOST_ENTRIES);
    const value = values.flatMap((one) => opened(one, body)).find((one) => one !== null);
    const wrong = value === undefined ? '' : whyUnreadable(field, value);
    if (wrong === undefined) return undefined;
    if (wrong) refusal ??= refuse('unreadable-field', `${field}: what is at ${path.text} ${wrong}`, path.text);
  }
  return refusal ?? missing(field, place.paths, finding, body);
}

export function missing(field: string, paths: readonly JsonPath[], finding: unknown, body: Body): Refusal {
  const hints = paths.map((path) => hint(path, path.fromBody ? body.json : finding, body));
  const where = paths.map(({ text }) => text).join(', nor at ');
  return refuse('missing-field', `${field}: nothing is at ${where}.${hints.find(Boolean) ?? ''}`, paths[0]?.text);
}

function whyUnreadable(field: string, value: unknown): string | undefined {
  if (typeof value === 'string') return tame(value, LONGEST.message) ? undefined : 'is empty.';
  if (typeof value !== 'number')
    return typeof value === 'boolean' ? 'is only true or false.' : 'holds more than one value.';
  // Two ids that differ in their last digits only would become the same number, and so the same finding.
  return field === 'id' && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'is a number too large to be exact. Have it sent as text.'
    : undefined;
}
