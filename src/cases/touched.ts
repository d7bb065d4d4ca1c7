import type { StepState } from '../db/schema.ts';
import type { Tx } from '../journal/record-change.ts';
import { RESTORE_KEY } from './states.ts';

const UNTOUCHED: readonly StepState[] = ['preparing', 'blocked', 'waiting', 'voided'];

/** Those of the cases on which somebody has decided something: a step was acted on, or a vote stands. */
export async function isTouched(tx: Tx, caseIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (caseIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('steps')
    .select('case_id')
    .where('case_id', 'in', [...caseIds])
    .where((eb) =>
      eb.or([
        eb('state', 'not in', [...UNTOUCHED]),
        // Somebody waits for it to be decided here.
        eb('key', '=', RESTORE_KEY),
        eb.exists(
          eb
            .selectFrom('approvals')
            .select('approvals.id')
            .whereRef('approvals.step_id', '=', 'steps.id')
            .where('approvals.voided_at', 'is', null),
        ),
      ]),
    )
    .distinct()
    .execute();
  return new Set(rows.map((row) => row.case_id));
}
