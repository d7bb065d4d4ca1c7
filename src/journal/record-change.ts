import type { Transaction } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Tables } from '../db/schema.ts';
import type { Actor } from './actor.ts';

export type Tx = Transaction<Tables>;

/** One line of the record: who did what to which case, with ids apart from the facts. */
export interface JournalEntry {
  actor: Actor;
  /** Noun and past participle: `case.opened`, `step.approved`. */
  what: string;
  caseId?: number;
  /** Ids of the rows concerned. */
  refs?: Record<string, string>;
  detail?: Record<string, unknown>;
}

export interface Change<Result> {
  result: Result;
  /** Never empty: a change without a record does not compile. */
  journal: readonly [JournalEntry, ...JournalEntry[]];
}

/** Nothing changed (somebody was faster, or there was nothing to do), so nothing is recorded. */
export interface NoChange<Result> {
  result: Result;
  journal: 'unchanged';
}

/** Runs a change and its journal entries in one transaction: both happen or neither. */
export async function recordChange<Result>(
  db: Db,
  change: (tx: Tx) => Promise<Change<Result> | NoChange<Result>>,
): Promise<Result> {
  return db.transaction().execute(async (tx) => {
    const { result, journal } = await change(tx);
    if (journal !== 'unchanged') {
      await tx.insertInto('journal_entries').values(journal.map(toRow)).execute();
    }
    return result;
  });
}

export const toRow = (entry: JournalEntry) => ({
  actor: JSON.stringify(entry.actor),
  what: entry.what,
  case_id: entry.caseId ?? null,
  refs: JSON.stringify(entry.refs ?? {}),
  detail: JSON.stringify(entry.detail ?? {}),
});
