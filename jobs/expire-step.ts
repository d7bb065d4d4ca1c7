import { expireStep } from '#src/response/expire-step.ts';
import { defineJob } from './define-job.ts';

/** The time to decide is over: nothing is done, or more people are asked. */
export const expireStepJob = defineJob('expire-step', async ({ ctx, payload, enqueue, actor }) => {
  const { outcome, caseId } = await expireStep(ctx, { stepId: payload.stepId, actor });
  if (outcome !== 'nothing-to-do')
    await enqueue('post-case', { caseId }, { key: `${caseId}-${payload.stepId}-${outcome}` });
});
