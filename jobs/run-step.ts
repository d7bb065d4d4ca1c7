import { playbookOf } from '#playbooks/index.ts';
import { loadStep } from '#src/response/load-step.ts';
import { runStep } from '#src/response/run-step.ts';
import { defineJob } from './define-job.ts';

/** Does one approved action at a vendor, then has it checked. */
export const runStepJob = defineJob('run-step', async ({ ctx, payload, enqueue, actor }) => {
  const { stepId } = payload;
  const { playbook } = await loadStep(ctx, stepId);
  const ran = await runStep(ctx, { stepId, playbook: playbookOf(playbook), actor });
  if (ran.outcome === 'nothing-to-do') return;
  const { caseId } = ran;
  if (ran.outcome === 'claimed') await enqueue('verify-step', { stepId }, { key: `${stepId}-0` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-${ran.outcome}` });
});
