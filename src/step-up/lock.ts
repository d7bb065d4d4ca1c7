import { type Kysely, sql } from 'kysely';
import type { Tables } from '../db/schema.ts';
import { Forbidden } from '../errors.ts';
import type { Tx } from '../journal/record-change.ts';
import { moment } from './moment.ts';

/** A correct one ends the count. */
export const forgetTries = (tx: Tx, person: string) =>
  tx.deleteFrom('step_up_tries').where('person', '=', person).execute();

/** Refuses everything of a person who is locked out after wrong codes. */
export async function checkLock(db: Kysely<Tables>, { person, name }: { person: string; name: string }): Promise<void> {
  const row = await db
    .selectFrom('step_up_tries')
    .select('locked_until')
    .where('person', '=', person)
    .where('locked_until', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (row?.locked_until) throw lockedOut(name, row.locked_until);
}

export const lockedOut = (name: string, until: Date): Forbidden =>
  new Forbidden(
    'locked',
    `Too many wrong codes: nothing can be confirmed for ${name} until ${moment(until)}. Nothing was counted. If that was not you, tell security.`,
  );
