import { playbookOf } from '#playbooks/index.ts';
import { loadCaseHead } from '#src/cases/head.ts';
import { prepareSteps } from '#src/response/prepare-steps.ts';
import { defineJob } from './define-job.ts';

/** Reads at the vendors what each step would change, and offers it. */
export const prepareStepsJob = defineJob('prepare-steps', async ({ ctx, payload, enqueue, actor }) => {
  const { caseId } = payload;
  const { playbook } = await loadCaseHead(ctx, caseId);
  const { prepared } = await prepareSteps(ctx, { caseId, playbook: playbookOf(playbook), actor });
  if (prepared === 0) return;
  const { revision } = await loadCaseHead(ctx, caseId);
  await enqueue('post-case', { caseId }, { key: `${caseId}-${revision}` });
});
