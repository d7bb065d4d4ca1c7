import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { GENESIS, hashEntry } from './chain.ts';

/** "SEAL": only one sealer at a time, over all processes. */
const LOCK = 0x5345414c;
const BATCH = 500;

/**
 * Gives every committed entry its place in the hash chain. Sealing is apart from recording so that no transaction waits for another one's
 * commit: entries are atomic with their change, and get their sequence number and hash within about a second, or at once on export.
 * Returns how many were sealed.
 */
export async function sealEntries(db: Db): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await sealBatch(db);
    total += sealed;
    if (sealed < BATCH) return total;
  }
}

async function sealBatch(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const open = await tx
      .selectFrom('journal_unsealed as unsealed')
      .innerJoin('journal_entries as entry', 'entry.id', 'unsealed.entry_id')
      .orderBy('entry.id')
      .limit(BATCH)
      .select(['entry.id', 'entry.at', 'entry.actor', 'entry.what', 'entry.case_id', 'entry.refs', 'entry.detail'])
      .execute();
    if (open.length === 0) return 0;
    const head = await tx
      .selectFrom('journal_seals')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    let { seq, hash } = head ?? { seq: 0, hash: GENESIS };
    const seals = open.map((entry) => {
      const previousHash = hash;
      seq += 1;
      hash = hashEntry(
        {
          seq,
          at: entry.at.toISOString(),
          actor: entry.actor,
          what: entry.what,
          caseId: entry.case_id,
          refs: entry.refs,
          detail: entry.detail,
        },
        previousHash,
      );
      return { seq, entry_id: entry.id, previous_hash: previousHash, hash };
    });
    const column = <Key extends keyof (typeof seals)[number]>(key: Key) => seals.map((seal) => seal[key]);
    await sql`
      with sealed as (
        insert into journal_seals (seq, entry_id, previous_hash, hash)
        select * from unnest(${column('seq')}::bigint[], ${column('entry_id')}::bigint[], ${column('previous_hash')}::text[], ${column('hash')}::text[])
        returning entry_id)
      delete from journal_unsealed where entry_id in (select entry_id from sealed)`.execute(tx);
    return seals.length;
  });
}
