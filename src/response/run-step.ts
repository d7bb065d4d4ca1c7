import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { touchCase } from '../cases/touch.ts';
import type { BoundAction, Verification } from '../connectors/contract.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError, NotFound, VendorError } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { Playbook } from '../playbook.ts';
import { checkApprovals } from './check-approvals.ts';
import { failStep } from './fail-step.ts';
import { type LoadedStep, loadStep } from './load-step.ts';
import { startCase } from './settle-case.ts';

const READ_DEADLINE_MS = 10_000;
/** The vendor gets this long; the lease below outlives it, so that a late answer cannot meet a second attempt. */
export const CALL_DEADLINE_MS = 8_000;
export const LEASE_SECONDS = 12;
const MAX_ATTEMPTS = 3;

export type RanStep = { outcome: 'claimed' | 'failed' | 'voided' | 'unclear' | 'nothing-to-do'; caseId: number };

/**
 * Does an approved action: check the approvals and the facts again, store the state before, write *started*, call, write the outcome.
 * A row found at *started* after its lease is an unclear outcome: the vendor is read first, and only what is not so is done again, with
 * the same idempotency key.
 */
export async function runStep(
  ctx: WorkerContext,
  input: { stepId: string; playbook: Playbook; actor: Actor },
): Promise<RanStep> {
  const step = await loadStep(ctx, input.stepId);
  const caseId = step.case_id;
  if (step.state === 'running') return resumeStep(ctx, step, input.actor);
  if (step.state !== 'approved') return { outcome: 'nothing-to-do', caseId };
  try {
    const facts = await loadFacts(ctx, caseId);
    const checked = await checkApprovals(ctx, { step, facts, playbook: input.playbook, actor: input.actor });
    if (checked !== 'valid') return { outcome: checked, caseId };
    const action = actionOf(ctx, step);
    const receipt = await action.before(step.input, { signal: AbortSignal.timeout(READ_DEADLINE_MS) });
    return await start(ctx, step, action, receipt, input.actor);
  } catch (error) {
    if (!(error instanceof CordonError)) throw error;
    if (!error.retryable) return failStep(ctx, step, error, input.actor);
    await postpone(ctx, step, error);
    throw error;
  }
}

/** Nothing was begun, or nothing could be read: due again after a while, so that no sweep calls the vendor every second. */
const postpone = (ctx: WorkerContext, step: LoadedStep, error: unknown) => {
  const asked = error instanceof VendorError ? (error.retryAfterMs ?? 0) / 1000 : 0;
  return ctx.db
    .updateTable('steps')
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${Math.max(LEASE_SECONDS, asked)})` })
    .where('id', '=', step.id)
    .where('fence', '=', step.fence)
    .where('state', '=', step.state)
    .execute();
};

function actionOf(ctx: WorkerContext, step: LoadedStep): BoundAction {
  const connection = ctx.connections.get(step.action?.split('.')[0] ?? '');
  if (!connection || !step.action) {
    throw new NotFound('not-connected', 'The vendor is not connected any more. Connect it, or act by hand.');
  }
  return connection.action(step.action);
}

async function start(
  ctx: WorkerContext,
  step: LoadedStep,
  action: BoundAction,
  receipt: unknown,
  actor: Actor,
): Promise<RanStep> {
  const fence = await recordChange<number | undefined>(ctx.db, async (tx) => {
    const claimed = await tx
      .updateTable('steps')
      .set((eb) => ({
        state: 'running',
        receipt: JSON.stringify(receipt),
        attempts: eb('attempts', '+', 1),
        fence: eb('fence', '+', 1),
        started_at: sql<Date>`now()`,
        due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
      }))
      .where('id', '=', step.id)
      .where('fence', '=', step.fence)
      .where('state', '=', step.state)
      .returning(['fence', 'attempts'])
      .executeTakeFirst();
    if (!claimed) return { result: undefined, journal: 'unchanged' };
    await startCase(tx, step.case_id);
    const detail = { step: step.key, title: step.title, attempt: claimed.attempts, receipt };
    const entry = { actor, what: 'step.started', caseId: step.case_id, refs: { step: step.id }, detail };
    return { result: claimed.fence, journal: [entry] };
  });
  if (fence === undefined) return { outcome: 'nothing-to-do', caseId: step.case_id };
  return call(ctx, { ...step, fence }, action, receipt, actor);
}

async function call(
  ctx: WorkerContext,
  step: LoadedStep,
  action: BoundAction,
  receipt: unknown,
  actor: Actor,
): Promise<RanStep> {
  try {
    const signal = AbortSignal.timeout(CALL_DEADLINE_MS);
    await action.run(step.input, receipt, { signal, idempotencyKey: step.id });
  } catch (error) {
    ctx.metrics.actions.inc({ action: action.id, outcome: error instanceof CordonError ? error.code : 'unclear' });
    if (error instanceof CordonError && !error.retryable && !isUnreadable(error))
      return failStep(ctx, step, error, actor);
    ctx.log.warn(
      { err: error, stepId: step.id },
      'unclear outcome; the vendor will be read before anything is done again',
    );
    return { outcome: 'unclear', caseId: step.case_id };
  }
  ctx.metrics.actions.inc({ action: action.id, outcome: 'claimed' });
  return claim(ctx, step, actor, 'the vendor accepted it');
}

/** The vendor answered, so it may well have done it; only nobody can read what it said. */
const isUnreadable = (error: CordonError): boolean => error instanceof VendorError && error.kind === 'unexpected-shape';

async function claim(ctx: WorkerContext, step: LoadedStep, actor: Actor, how: string): Promise<RanStep> {
  const caseId = step.case_id;
  return recordChange<RanStep>(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({ state: 'claimed', verify_round: 0, due_at: sql<Date>`now()`, finished_at: sql<Date>`now()` })
      .where('id', '=', step.id)
      .where('fence', '=', step.fence)
      .where('state', '=', 'running')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: { outcome: 'nothing-to-do', caseId }, journal: 'unchanged' };
    await touchCase(tx, caseId);
    const detail = { step: step.key, title: step.title, how };
    const entry = { actor, what: 'step.claimed', caseId, refs: { step: step.id }, detail };
    return { result: { outcome: 'claimed', caseId }, journal: [entry] };
  });
}

async function resumeStep(ctx: WorkerContext, step: LoadedStep, actor: Actor): Promise<RanStep> {
  const caseId = step.case_id;
  if (step.due_at && step.due_at > (await databaseNow(ctx))) return { outcome: 'nothing-to-do', caseId };
  let action: BoundAction;
  let read: Verification;
  try {
    action = actionOf(ctx, step);
    read = await action.verify(step.input, step.receipt, { signal: AbortSignal.timeout(READ_DEADLINE_MS) });
  } catch (error) {
    return unread(ctx, step, error, actor);
  }
  if (read.state === 'done') return claim(ctx, step, actor, `found done after an interruption: ${read.evidence}`);
  if (step.attempts >= MAX_ATTEMPTS) {
    const message = `Tried ${step.attempts} times without a clear answer. Last read: ${read.evidence}. Do it by hand.`;
    return failStep(ctx, step, new CordonError('gave-up', message), actor);
  }
  return start(ctx, step, action, step.receipt, actor);
}

/** Nobody can tell yet whether it was done; where nobody ever will, people have to look. */
async function unread(ctx: WorkerContext, step: LoadedStep, error: unknown, actor: Actor): Promise<RanStep> {
  if (error instanceof CordonError && !error.retryable) {
    const message = `Nobody can tell whether it was done: ${error.message} Look at the vendor, and do it by hand if it is not.`;
    return failStep(ctx, step, new CordonError(error.code, message), actor);
  }
  ctx.log.warn({ err: error, stepId: step.id }, 'the vendor could not be read; it is tried again');
  await postpone(ctx, step, error);
  return { outcome: 'unclear', caseId: step.case_id };
}

async function databaseNow(ctx: WorkerContext): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now()`.execute(ctx.db);
  return rows[0]?.now ?? ctx.clock.now();
}
