import { undoStep } from '#src/response/undo-step.ts';
import { defineJob } from './define-job.ts';

/** Restores what a step's receipt holds. */
export const undoStepJob = defineJob('undo-step', async ({ ctx, payload, enqueue, actor }) => {
  const { stepId } = payload;
  const { outcome, caseId } = await undoStep(ctx, { stepId, actor });
  if (outcome === 'failed') await enqueue('verify-step', { stepId }, { key: `${stepId}-not-undone` });
  if (outcome === 'undone' || outcome === 'failed') {
    await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-${outcome}` });
  }
});
