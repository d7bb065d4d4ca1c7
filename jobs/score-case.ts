import { playbookOf } from '#playbooks/index.ts';
import { loadCaseHead } from '#src/cases/head.ts';
import { scoreCase } from '#src/enrichment/score-case.ts';
import { defineJob } from './define-job.ts';

/** All questions have ended: weigh the answers, then show the case and work out what could be done. */
export const scoreCaseJob = defineJob('score-case', async ({ ctx, payload, enqueue, actor }) => {
  const { caseId } = payload;
  const { playbook } = await loadCaseHead(ctx, caseId);
  const scored = await scoreCase(ctx, { caseId, playbook: playbookOf(playbook), actor });
  if (scored.outcome === 'waiting') return { againInMs: 2_000 };
  if (scored.outcome !== 'scored') return undefined;
  const key = `${caseId}-scored-${scored.round}`;
  await enqueue('post-case', { caseId }, { key });
  await enqueue('prepare-steps', { caseId }, { key });
  return undefined;
});
