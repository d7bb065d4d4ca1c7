import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Tx } from '../journal/record-change.ts';

/** True while somebody's say does not count. */
export async function isSuspended(ctx: Context, person: string): Promise<boolean> {
  const found = await ctx.db
    .selectFrom('suspensions')
    .select('id')
    .where('person', '=', person)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

/** The case in which it is found out; undefined when their say counts. */
export async function suspendedIn(tx: Tx, person: string): Promise<number | undefined> {
  const found = await tx
    .selectFrom('suspensions')
    .select('case_id')
    .where('person', '=', person)
    .where('lifted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return found?.case_id ?? undefined;
}

export async function suspend(
  tx: Tx,
  { person, because, caseId }: { person: string; because: string; caseId: number },
): Promise<void> {
  await tx.insertInto('suspensions').values({ person, because, case_id: caseId }).execute();
}

/** Lifts the one that a case was opened about. Returns whose it was. */
export async function liftSuspension(tx: Tx, caseId: number): Promise<string | undefined> {
  const lifted = await tx
    .updateTable('suspensions')
    .set({ lifted_at: sql<Date>`now()` })
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .returning('person')
    .executeTakeFirst();
  return lifted?.person;
}
