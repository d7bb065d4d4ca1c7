import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

/** Takes back every standing vote on a step; the reason is what the voters are told. */
export async function voidVotes(tx: Tx, stepId: string, reason: string): Promise<void> {
  await tx
    .updateTable('approvals')
    .set({ voided_at: sql<Date>`now()`, void_reason: reason })
    .where('step_id', '=', stepId)
    .where('voided_at', 'is', null)
    .execute();
}
