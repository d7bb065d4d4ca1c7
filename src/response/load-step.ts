import type { Context } from '../context.ts';
import { NotFound } from '../errors.ts';
import type { Facts } from '../playbook.ts';
import type { Need } from './needs.ts';
import { StepPlan } from './plan.ts';

/** A step with its case's pinned playbook, and its plan parsed. */
export async function loadStep(ctx: Context, stepId: string) {
  const row = await ctx.db
    .selectFrom('steps')
    .innerJoin('cases', 'cases.id', 'steps.case_id')
    .selectAll('steps')
    .select(['cases.playbook', 'cases.playbook_version', 'cases.state as case_state'])
    .where('steps.id', '=', stepId)
    .executeTakeFirst();
  if (!row) throw new NotFound('unknown-step', 'This step is gone. Open the case again from App Home.');
  const { preview, ...rest } = row;
  return { ...rest, plan: StepPlan.parse(preview) };
}

export type LoadedStep = Awaited<ReturnType<typeof loadStep>>;

/** Whose yes a step takes; a decision's choices have their own numbers. */
export const stepNeeds = (step: Pick<LoadedStep, 'role' | 'quorum' | 'plan'>): readonly Need[] =>
  step.plan.needs.length > 0 ? step.plan.needs : [{ role: step.role, count: step.quorum }];

/** The people a case is about: they may not decide on it. */
export function concernedBy(facts: Pick<Facts, 'detections' | 'subjectEmails'>): string[] {
  const emails = facts.detections.flatMap(({ subject, actor, target }) => [
    subject?.email,
    actor?.email,
    target?.email,
  ]);
  return [...new Set([...emails, ...facts.subjectEmails].flatMap((email) => (email ? [email.toLowerCase()] : [])))];
}
