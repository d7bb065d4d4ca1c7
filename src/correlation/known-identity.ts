import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';
import type { IdentityKey } from './identity-keys.ts';

export interface KnownIdentity {
  /** What the detection itself names, and what vendors' directories add to it. */
  keys: readonly (IdentityKey & { learned: boolean })[];
  /** A sentence when its ids belong to different people; then none of them is taken, so that nothing is ever joined by them. */
  ambiguous?: string;
}

/** Adds what directories say about a person: the e-mail address behind a user id, the aliases of an address. */
export async function knownIdentity(tx: Tx, own: readonly IdentityKey[]): Promise<KnownIdentity> {
  const named = own.map((one) => ({ ...one, learned: false }));
  const persons = own.filter(({ kind }) => kind === 'person').map(({ key }) => key);
  if (persons.length === 0) return { keys: named };
  const { rows } = await sql<{ key: string; person: string; said_by: string }>`
    select key, person, said_by from identities
    where person in (select person from identities where key = any(${persons}))`.execute(tx);
  const people = Map.groupBy(rows, ({ person }) => person);
  if (people.size > 1) {
    const keys = named.filter(({ kind }) => kind !== 'person');
    return { keys, ambiguous: sayAmbiguous(persons, rows) };
  }
  const learned = rows
    .filter(({ key }) => !persons.includes(key))
    .map(({ key }) => ({ kind: 'person' as const, key, learned: true }));
  return { keys: [...named, ...learned] };
}

function sayAmbiguous(persons: readonly string[], rows: readonly { key: string; said_by: string }[]): string {
  const named = persons.filter((key) => rows.some((row) => row.key === key)).map((key) => key.replace(':', ' '));
  const sources = [...new Set(rows.map(({ said_by }) => said_by))].join(' and ');
  return `${named.join(' and ')} belong to different people by what ${sources} says. Nobody is assumed; merge the case by hand if you know.`;
}
