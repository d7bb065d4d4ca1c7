import type { StepView } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { type AbleVoter, authoriseAny } from './authority.ts';
import { loadConcerned } from './load-concerned.ts';
import { stepNeeds } from './load-step.ts';
import { StepPlan } from './plan.ts';

/** May this person have a say on this step? Else the refusal they read. */
export async function authoriseStep(
  ctx: Context,
  input: { step: StepView; caseId: number; slackUser: string },
): Promise<AbleVoter> {
  const { step, slackUser } = input;
  const plan = StepPlan.parse(step.plan);
  const concerned = [...(await loadConcerned(ctx, input.caseId)), ...plan.accounts];
  const roles = stepNeeds({ ...step, plan }).map(({ role }) => role);
  return authoriseAny(ctx, { slackUser, roles, concerned });
}
