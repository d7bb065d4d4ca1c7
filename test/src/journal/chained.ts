import { sql } from 'kysely';
import { recordChange } from '#src/journal/record-change.ts';
import { sealEntries } from '#src/journal/seal-entries.ts';
import type { TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';

export const record = (database: TestDatabase, what: string): Promise<void> =>
  recordChange(database.db, async () => ({ result: undefined, journal: [{ actor, what, detail: { note: what } }] }));

/** Writes and seals this many entries: `test.1`, `test.2`, … */
export async function chain(database: TestDatabase, length: number): Promise<void> {
  for (let number = 1; number <= length; number += 1) await record(database, `test.${number}`);
  await sealEntries(database.db);
}

/** What somebody with the database's own password could do: the triggers are switched off for one statement. */
export async function tamper(database: TestDatabase, statement: string): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql.raw(statement).execute(tx);
  });
}
