import { leadingTo } from '../cases/states.ts';
import type { Tx } from '../journal/record-change.ts';

/** The first action of a case has begun. */
export async function startCase(tx: Tx, caseId: number): Promise<void> {
  await tx
    .updateTable('cases')
    .set((eb) => ({ state: 'containing', revision: eb('revision', '+', 1) }))
    .where('id', '=', caseId)
    .where('state', 'in', leadingTo('containing'))
    .execute();
}

const ENDED = ['contained', 'declined', 'expired', 'decided', 'voided', 'failed', 'undone', 'blocked'] as const;

/**
 * A case is contained when at least one action was verified and nothing is open any more. A step that slips or is undone takes it back to
 * containing.
 */
export async function settleCase(tx: Tx, caseId: number): Promise<void> {
  const steps = await tx.selectFrom('steps').select(['key', 'state']).where('case_id', '=', caseId).execute();
  const contained = steps.some((step) => step.state === 'contained');
  const ended = steps.every(({ key, state }) => key.startsWith('review-') || ENDED.some((end) => end === state));
  await tx
    .updateTable('cases')
    .set({ state: contained && ended ? 'contained' : 'containing' })
    .where('id', '=', caseId)
    .where('state', 'in', ['containing', 'contained'])
    .execute();
}
