import { playbookOf } from '#playbooks/index.ts';
import { loadCaseHead } from '#src/cases/head.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { defineJob } from './define-job.ts';

/** Asks the questions of a case's current round: after a reopening, or when the job that should have done it was lost. */
export const enrichCaseJob = defineJob('enrich-case', async ({ ctx, payload, enqueue, actor }) => {
  const { caseId } = payload;
  const { playbook } = await loadCaseHead(ctx, caseId);
  const { round, queryRunIds } = await planQueries(ctx, { caseId, playbook: playbookOf(playbook), actor });
  await enqueue.enrich(caseId, round, queryRunIds);
});
