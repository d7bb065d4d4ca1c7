import type { Db } from '../db/open.ts';
import { type ChainedEntry, GENESIS, hashEntry } from './chain.ts';

export type ChainVerdict =
  | { ok: true; entries: number; head: string; unsealed: number }
  | { ok: false; brokenAt: number; why: string };

const PAGE = 1_000;

/** Reads the whole journal and recomputes every link; names the first one that does not hold, an entry left out included. */
export async function verifyChain(db: Db): Promise<ChainVerdict> {
  let head = GENESIS;
  let seq = 0;
  for (;;) {
    const page = await db
      .selectFrom('journal_seals as seal')
      .leftJoin('journal_entries as entry', 'entry.id', 'seal.entry_id')
      .where('seal.seq', '>', seq)
      .orderBy('seal.seq')
      .limit(PAGE)
      .select(['seal.seq', 'seal.previous_hash', 'seal.hash'])
      .select(['entry.at', 'entry.actor', 'entry.what', 'entry.case_id', 'entry.refs', 'entry.detail'])
      .execute();
    for (const row of page) {
      const expected = seq + 1;
      if (row.seq !== expected) return broken(expected, `entry ${expected} is missing; the next one is ${row.seq}`);
      if (row.at === null || row.what === null) return broken(expected, 'the entry itself is gone');
      if (row.previous_hash !== head) return broken(expected, 'it does not follow from the entry before it');
      const entry: ChainedEntry = {
        seq: row.seq,
        at: row.at.toISOString(),
        actor: row.actor,
        what: row.what,
        caseId: row.case_id,
        refs: row.refs,
        detail: row.detail,
      };
      if (hashEntry(entry, head) !== row.hash) return broken(expected, 'its content does not fit its hash');
      head = row.hash;
      seq = expected;
    }
    if (page.length < PAGE) break;
  }
  const { waiting, left } = await countUnsealed(db);
  if (left > 0)
    return broken(
      seq + 1,
      left === 1 ? '1 entry has no seal and waits for none' : `${left} entries have no seal and wait for none`,
    );
  return { ok: true, entries: seq, head, unsealed: waiting };
}

/** Entries without a seal: those that wait for theirs, and those left out. One statement, so that a sealer at work is seen before or after. */
const countUnsealed = (db: Db) =>
  db
    .selectFrom('journal_entries as entry')
    .leftJoin('journal_unsealed as unsealed', 'unsealed.entry_id', 'entry.id')
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('journal_seals as seal').whereRef('seal.entry_id', '=', 'entry.id').select('seal.seq')),
      ),
    )
    .select((eb) => [
      eb.fn.count<number>('unsealed.entry_id').as('waiting'),
      eb.fn.countAll<number>().filterWhere('unsealed.entry_id', 'is', null).as('left'),
    ])
    .executeTakeFirstOrThrow();

const broken = (brokenAt: number, why: string): ChainVerdict => ({ ok: false, brokenAt, why });
