import { runQuery } from '#src/enrichment/run-query.ts';
import { defineJob } from './define-job.ts';

/** One follow-up question to one vendor. A vendor that asks us to wait makes the question wait in the queue, not fail. */
export const runQueryJob = defineJob('run-query', async ({ ctx, payload, actor }) => {
  const ran = await runQuery(ctx, { queryRunId: payload.queryRunId, actor });
  return ran.outcome === 'later' ? { againInMs: ran.waitMs } : undefined;
});
