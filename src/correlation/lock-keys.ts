import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

/** Whoever works on the same person, app or payee goes one after the other. Always in one order, so that nobody waits for one another. */
export async function lockKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`select pg_advisory_xact_lock(h) from (
    select distinct hashtextextended(key, 0) as h from unnest(${[...keys]}::text[]) key order by h) locks`.execute(tx);
}
