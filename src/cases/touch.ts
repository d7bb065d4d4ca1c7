import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

/** Something visible changed: the next drawing of the card is newer than the last. */
export async function touchCase(tx: Tx, caseId: number): Promise<void> {
  await tx
    .updateTable('cases')
    .set((eb) => ({ revision: eb('revision', '+', 1), updated_at: sql<Date>`now()` }))
    .where('id', '=', caseId)
    .execute();
}
