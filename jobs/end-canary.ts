import { endCanary } from '#src/noise/end-canary.ts';
import { defineJob } from './define-job.ts';

/** A canary that has not come through in time is lost; whoever sent it has been told where it stopped. */
export const endCanaryJob = defineJob('end-canary', async ({ ctx, payload, actor }) => {
  await endCanary(ctx, { canaryId: payload.canaryId, actor });
});
