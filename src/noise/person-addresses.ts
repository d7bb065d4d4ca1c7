import { sql } from 'kysely';
import type { Context } from '../context.ts';

/** Every e-mail address a person is known by, in small letters, from one key of theirs. */
export async function personAddresses(ctx: Context, key: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select ${key}::text as key union
    select key from identities where person in (select person from identities where key = ${key})`.execute(ctx.db);
  return rows.flatMap((row) => (row.key.startsWith('email:') ? row.key.slice('email:'.length).toLowerCase() : []));
}
