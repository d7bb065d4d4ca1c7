import { type Compilable, type OperationNodeSource, type QueryExecutorProvider, sql } from 'kysely';
import { type JournalEntry, toRow } from './record-change.ts';

type Statement<Row> = Compilable<Row> & OperationNodeSource;

/**
 * `recordChange` for a change that is one statement: it and its journal entry go to the database together, and one statement is a transaction
 * by itself. Returns the rows the statement returns; when there are none (somebody was faster), nothing is recorded. What is beside it is
 * carried out either way.
 */
export async function recordStatement<Row>(
  db: QueryExecutorProvider,
  change: Statement<Row>,
  entry: JournalEntry,
  beside?: Statement<unknown>,
): Promise<Row[]> {
  const { actor, what, case_id, refs, detail } = toRow(entry);
  const { rows } = await sql<Row>`
    with change as (${change}), ${beside ? sql`beside as (${beside}),` : sql``} entry as (
      insert into journal_entries (actor, what, case_id, refs, detail)
      select ${actor}::jsonb, ${what}, ${case_id}::bigint, ${refs}::jsonb, ${detail}::jsonb from change limit 1)
    select * from change`.execute(db);
  return rows;
}
