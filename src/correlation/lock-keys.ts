import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

const MOST_HOPS = 3;

/**
 * The keys, and those that events without a case tie to them: a finding by an address and one by a user id may belong together because of an
 * event that names both, so neither may be placed beside the other.
 */
export async function withTied(tx: Tx, keys: readonly string[], at: Date, minutes: number): Promise<string[]> {
  const known = new Set(keys);
  let fresh = [...keys];
  for (let hop = 0; fresh.length > 0 && hop < MOST_HOPS; hop += 1) {
    const { rows } = await sql<{ key: string }>`
      select distinct tied.key from detection_keys k
        join detections d on d.id = k.detection_id
        join detection_keys tied on tied.detection_id = d.id
      where k.key = any(${fresh}) and d.case_id is null and d.body->>'grade' = 'event' and d.body->>'status' = 'new'
        and abs(extract(epoch from d.occurred_at - ${at}::timestamptz)) <= ${minutes * 60}`.execute(tx);
    fresh = rows.flatMap(({ key }) => (known.has(key) ? [] : [key]));
    for (const key of fresh) known.add(key);
  }
  return [...known];
}

/** Whoever works on the same person, app or payee goes one after the other. Always in one order, so that nobody waits for one another. */
export async function lockKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`select pg_advisory_xact_lock(h) from (
    select distinct hashtextextended(key, 0) as h from unnest(${[...keys]}::text[]) key order by h) locks`.execute(tx);
}
