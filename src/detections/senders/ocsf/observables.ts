import type { Detection } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding } from './schema.ts';

/** By OCSF's type_id. Addresses (2) and people (4, 5, 31) are read elsewhere. */
const TYPES: ReadonlyMap<number | undefined, string> = new Map([
  [1, 'host'],
  [6, 'url'],
  [7, 'file'],
  [8, 'hash'],
  [10, 'resource'],
  [16, 'user-agent'],
]);

/** What else can be searched for, each once: the sessions it was done in, and the observables the sender lists. */
export function readObservables(
  { actor, evidences, observables }: DetectionFinding,
  notes: Notes,
): Detection['observables'] {
  const sessions = [actor, ...evidences.map((evidence) => evidence.actor)].map((one) => ['session', one?.session?.uid]);
  const listed = observables.map(({ type_id, value }) => [TYPES.get(type_id), value]);
  const read = new Map<string, Detection['observables'][number]>();
  for (const [type, sent] of [...sessions, ...listed]) {
    const value = type && showable(sent, LONGEST.name, type, notes);
    if (type && value) read.set(`${type} ${value}`, { type, value });
  }
  return [...read.values()];
}
