import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError, NotFound } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { type LoadedStep, loadStep } from './load-step.ts';
import { CALL_DEADLINE_MS, LEASE_SECONDS } from './run-step.ts';
import { settleCase } from './settle-case.ts';

export interface UndoneStep {
  outcome: 'undone' | 'failed' | 'unclear' | 'nothing-to-do';
  caseId: number;
}

/** Restores what the receipt says, and reads back that it is restored. Safe to repeat: already restored is success. */
export async function undoStep(ctx: WorkerContext, input: { stepId: string; actor: Actor }): Promise<UndoneStep> {
  const found = await loadStep(ctx, input.stepId);
  const caseId = found.case_id;
  if (found.state !== 'undoing') return { outcome: 'nothing-to-do', caseId };
  const step = await claim(ctx, found);
  if (!step) return { outcome: 'nothing-to-do', caseId };
  const call = () => ({ signal: AbortSignal.timeout(CALL_DEADLINE_MS), idempotencyKey: `${step.id}`.slice(0, 31) });
  try {
    const connection = ctx.connections.get(step.action?.split('.')[0] ?? '');
    if (!connection || !step.action) throw new NotFound('not-connected', 'The vendor is not connected any more.');
    const action = connection.action(step.action);
    await action.undo(step.input, step.receipt, call());
    const read = await action.verifyUndone(step.input, step.receipt, call());
    if (read.state !== 'done')
      throw new CordonError('not-undone', `Not fully undone: ${read.evidence}`, { retryable: true });
    return await finish(ctx, step, read.evidence, input.actor);
  } catch (error) {
    if (error instanceof CordonError && !error.retryable) return giveUp(ctx, step, error, input.actor);
    ctx.log.warn({ err: error, stepId: step.id }, 'undo is not confirmed; it is tried again');
    return { outcome: 'unclear', caseId };
  }
}

async function claim(ctx: WorkerContext, step: LoadedStep): Promise<LoadedStep | undefined> {
  const claimed = await ctx.db
    .updateTable('steps')
    .set((eb) => ({
      fence: eb('fence', '+', 1),
      due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
    }))
    .where('id', '=', step.id)
    .where('state', '=', 'undoing')
    .where('fence', '=', step.fence)
    .where('due_at', '<=', sql<Date>`now()`)
    .returning('fence')
    .executeTakeFirst();
  return claimed && { ...step, fence: claimed.fence };
}

async function finish(ctx: WorkerContext, step: LoadedStep, evidence: string, actor: Actor): Promise<UndoneStep> {
  const caseId = step.case_id;
  return recordChange<UndoneStep>(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({ state: 'undone', due_at: null, finished_at: sql<Date>`now()` })
      .where('id', '=', step.id)
      .where('fence', '=', step.fence)
      .where('state', '=', 'undoing')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: { outcome: 'nothing-to-do', caseId }, journal: 'unchanged' };
    await settleCase(tx, caseId);
    await touchCase(tx, caseId);
    const detail = { step: step.key, title: step.title, evidence, reason: step.undo_reason };
    return {
      result: { outcome: 'undone', caseId },
      journal: [{ actor, what: 'step.undone', caseId, refs: { step: step.id }, detail }],
    };
  });
}

/** Not taken back, so what was done still stands: it is read anew, and can be asked for again. */
async function giveUp(ctx: WorkerContext, step: LoadedStep, error: CordonError, actor: Actor): Promise<UndoneStep> {
  const caseId = step.case_id;
  return recordChange<UndoneStep>(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({ state: 'claimed', verify_round: 0, due_at: sql<Date>`now()`, outcome: error.message })
      .where('id', '=', step.id)
      .where('fence', '=', step.fence)
      .where('state', '=', 'undoing')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: { outcome: 'nothing-to-do', caseId }, journal: 'unchanged' };
    await touchCase(tx, caseId);
    const detail = { step: step.key, title: step.title, code: error.code, reason: error.message };
    const entry = { actor, what: 'undo.failed', caseId, refs: { step: step.id }, detail };
    return { result: { outcome: 'failed', caseId }, journal: [entry] };
  });
}
