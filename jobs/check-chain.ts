import { rules } from '#playbooks/index.ts';
import { checkChain } from '#src/cases/check-chain.ts';
import { defineJob } from './define-job.ts';

/** The time has passed in which something could have spared a chain: it becomes a case, unless it was spared. */
export const checkChainJob = defineJob('check-chain', async ({ ctx, payload, enqueue, actor }) => {
  const found = await checkChain(ctx, { ...payload, rules, actor });
  if (found) await enqueue('enrich-case', found, { key: `${found.caseId}-${payload.chainWaitId}` });
});
