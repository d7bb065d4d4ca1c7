import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { loadStep } from './load-step.ts';
import { settleCase } from './settle-case.ts';

/** The time to decide is over. Silence denies, keeps things held, or asks the next people; it never says yes. */
export async function expireStep(
  ctx: Context,
  input: { stepId: string; actor: Actor },
): Promise<{ outcome: 'expired' | 'escalated' | 'nothing-to-do'; caseId: number }> {
  const step = await loadStep(ctx, input.stepId);
  const caseId = step.case_id;
  type Result = { outcome: 'expired' | 'escalated' | 'nothing-to-do'; caseId: number };
  return recordChange<Result>(ctx.db, async (tx) => {
    const escalates = step.on_deadline !== 'deny';
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set(
        escalates
          ? { escalated_at: sql<Date>`now()`, due_at: null }
          : { state: 'expired', due_at: null, finished_at: sql<Date>`now()` },
      )
      .where('id', '=', step.id)
      .where('state', '=', 'waiting')
      .where('due_at', '<=', sql<Date>`now()`)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: { outcome: 'nothing-to-do', caseId }, journal: 'unchanged' };
    if (!escalates) await settleCase(tx, caseId);
    await touchCase(tx, caseId);
    const outcome = escalates ? ('escalated' as const) : ('expired' as const);
    const detail = {
      step: step.key,
      title: step.title,
      onSilence: step.on_deadline,
      silence: step.plan.silence ?? null,
    };
    return {
      result: { outcome, caseId },
      journal: [{ actor: input.actor, what: `step.${outcome}`, caseId, refs: { step: step.id }, detail }],
    };
  });
}
