import type { Tx } from '../journal/record-change.ts';

/** The steps, then their cases, as everybody locks them: before anything is moved between cases. */
export async function lockCases(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .selectFrom('steps')
    .select('id')
    .where('case_id', 'in', [...ids])
    .orderBy('case_id')
    .orderBy('position')
    .forUpdate()
    .execute();
  await tx
    .selectFrom('cases')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
}
