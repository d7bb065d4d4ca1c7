import { loadStep } from '#src/response/load-step.ts';
import { LOOK_AGAIN_SECONDS, verifyStep } from '#src/response/verify-step.ts';
import { defineJob } from './define-job.ts';

/** Reads back what was done: at once, and again after one, five and thirty minutes. */
export const verifyStepJob = defineJob('verify-step', async ({ ctx, payload, enqueue, actor }) => {
  const { stepId } = payload;
  const verified = await verifyStep(ctx, { stepId, actor });
  if (verified.outcome === 'nothing-to-do') return;
  const { caseId } = verified;
  const { verify_round: round } = await loadStep(ctx, stepId);
  const wait = LOOK_AGAIN_SECONDS[round - 1];
  if (wait !== undefined) await enqueue('verify-step', { stepId }, { key: `${stepId}-${round}`, delayMs: wait * 1000 });
  if (verified.changed) await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-checked-${round}` });
});
