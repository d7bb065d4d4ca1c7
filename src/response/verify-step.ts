import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { Verification } from '../connectors/contract.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError, NotFound } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { type LoadedStep, loadStep } from './load-step.ts';
import type { StepVerification } from './plan.ts';
import { settleCase } from './settle-case.ts';

const DEADLINE_MS = 10_000;
/** Seconds after the previous look: at once, after 1, 5 and 30 minutes, because what was revoked can come back. */
export const LOOK_AGAIN_SECONDS = [60, 240, 1500];
const UNREADABLE_SECONDS = 30;

export interface VerifiedStep {
  outcome: 'contained' | 'slipped' | 'unreadable' | 'nothing-to-do';
  caseId: number;
  /** Whether people have to be told: the state changed, not only the time of the last look. */
  changed: boolean;
}

/** Reads at the vendor whether what was claimed is so. Only this makes a step contained. */
export async function verifyStep(ctx: WorkerContext, input: { stepId: string; actor: Actor }): Promise<VerifiedStep> {
  const step = await loadStep(ctx, input.stepId);
  const nothing = { outcome: 'nothing-to-do' as const, caseId: step.case_id, changed: false };
  if (!['claimed', 'contained', 'slipped'].includes(step.state)) return nothing;
  const connection = ctx.connections.get(step.action?.split('.')[0] ?? '');
  if (!connection || !step.action) throw new NotFound('not-connected', 'The vendor is not connected any more.');
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const read = await connection.action(step.action).verify(step.input, step.receipt, { signal });
    return await write(ctx, step, read, input.actor);
  } catch (error) {
    if (!(error instanceof CordonError)) throw error;
    await ctx.db
      .updateTable('steps')
      .set({ due_at: sql<Date>`now() + make_interval(secs => ${UNREADABLE_SECONDS})` })
      .where('id', '=', step.id)
      .where('state', '=', step.state)
      .execute();
    ctx.log.warn({ err: error, stepId: step.id }, 'could not check; it is tried again');
    return { ...nothing, outcome: 'unreadable' };
  }
}

async function write(ctx: WorkerContext, step: LoadedStep, read: Verification, actor: Actor): Promise<VerifiedStep> {
  const state = read.state === 'done' ? 'contained' : 'slipped';
  const changed = state !== step.state;
  const wait = LOOK_AGAIN_SECONDS[step.verify_round];
  const verification: StepVerification = {
    state: read.state,
    evidence: read.evidence,
    residual: [...read.residual],
    at: ctx.clock.now().toISOString(),
  };
  return recordChange<VerifiedStep>(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({
        state,
        verification: JSON.stringify(verification),
        verify_round: step.verify_round + 1,
        due_at: wait === undefined ? null : sql<Date>`now() + make_interval(secs => ${wait})`,
      })
      .where('id', '=', step.id)
      .where('state', '=', step.state)
      .where('verify_round', '=', step.verify_round)
      .where('due_at', '<=', sql<Date>`now()`)
      .executeTakeFirstOrThrow();
    const caseId = step.case_id;
    if (numUpdatedRows === 0n)
      return { result: { outcome: 'nothing-to-do', caseId, changed: false }, journal: 'unchanged' };
    await settleCase(tx, caseId);
    if (changed) await touchCase(tx, caseId);
    const detail = {
      step: step.key,
      title: step.title,
      look: step.verify_round + 1,
      first: step.state === 'claimed',
      ...verification,
    };
    const what = changed ? `step.${state}` : 'step.checked';
    return {
      result: { outcome: state, caseId, changed },
      journal: [{ actor, what, caseId, refs: { step: step.id }, detail }],
    };
  });
}
