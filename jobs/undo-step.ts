import { undoStep } from '#src/response/undo-step.ts';
import { defineJob } from './define-job.ts';

/** Restores what a step's receipt holds. */
export const undoStepJob = defineJob('undo-step', async ({ ctx, payload, enqueue, actor }) => {
  const { outcome, caseId } = await undoStep(ctx, { stepId: payload.stepId, actor });
  if (outcome === 'undone' || outcome === 'failed') {
    await enqueue('post-case', { caseId }, { key: `${caseId}-${payload.stepId}-${outcome}` });
  }
});
