import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { WorkerContext } from '../context.ts';
import type { CordonError } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { LoadedStep } from './load-step.ts';
import { settleCase } from './settle-case.ts';

/** The vendor refused for good, or nobody can tell any more: nothing is tried again by itself, and the card says what to do. */
export async function failStep(
  ctx: WorkerContext,
  step: LoadedStep,
  error: CordonError,
  actor: Actor,
): Promise<{ outcome: 'failed' | 'nothing-to-do'; caseId: number }> {
  const caseId = step.case_id;
  return recordChange<{ outcome: 'failed' | 'nothing-to-do'; caseId: number }>(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({ state: 'failed', outcome: error.message, due_at: null, finished_at: sql<Date>`now()` })
      .where('id', '=', step.id)
      .where('fence', '=', step.fence)
      .where('state', 'in', ['approved', 'running'])
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: { outcome: 'nothing-to-do', caseId }, journal: 'unchanged' };
    await settleCase(tx, caseId);
    await touchCase(tx, caseId);
    const detail = { step: step.key, title: step.title, code: error.code, reason: error.message };
    const entry = { actor, what: 'step.failed', caseId, refs: { step: step.id }, detail };
    return { result: { outcome: 'failed', caseId }, journal: [entry] };
  });
}
