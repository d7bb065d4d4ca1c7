import { rules } from '#playbooks/index.ts';
import { isDirectory, learnIdentity } from '#src/cases/learn-identity.ts';
import { regroupCase } from '#src/cases/regroup.ts';
import { runQuery } from '#src/enrichment/run-query.ts';
import { defineJob } from './define-job.ts';

/**
 * One follow-up question to one vendor. A vendor that asks us to wait makes the question wait in the queue, not fail. What a directory says
 * about a person may show that two cases are one.
 */
export const runQueryJob = defineJob('run-query', async ({ ctx, payload, enqueue, actor }) => {
  const ran = await runQuery(ctx, { queryRunId: payload.queryRunId, actor });
  if (ran.outcome === 'later') return { againInMs: ran.waitMs };
  if (ran.outcome !== 'answered' || !isDirectory(ran.query)) return undefined;
  if (!(await learnIdentity(ctx, { query: ran.query, data: ran.data, actor }))) return undefined;
  const regrouped = await regroupCase(ctx, { caseId: ran.caseId, rules, actor });
  if (!regrouped) return undefined;
  await enqueue('enrich-case', { caseId: regrouped.caseId }, { key: `${regrouped.caseId}-from-${ran.caseId}` });
  for (const caseId of regrouped.merged) await enqueue('post-case', { caseId }, { key: `${caseId}-merged` });
  return undefined;
});
