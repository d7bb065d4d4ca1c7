import { checkStorm } from '#src/noise/check-storm.ts';
import { tellStorm } from '#src/noise/tell-storm.ts';
import { defineJob } from './define-job.ts';

/** Is it calm again? Then what the storm held is posted, one after the other. */
export const checkStormJob = defineJob('check-storm', async ({ ctx, payload, enqueue, actor }) => {
  const { stormId } = payload;
  const checked = await checkStorm(ctx, { stormId, actor });
  if (checked.outcome === 'nothing-to-do') return undefined;
  const told = await tellStorm(ctx, stormId);
  if (told)
    await enqueue('deliver-message', { messageId: told.messageId }, { key: told.messageId, delayMs: told.waitMs });
  if (checked.outcome === 'ended') return undefined;
  for (const caseId of checked.released) await enqueue('post-case', { caseId }, { key: `${caseId}-released` });
  return { againInMs: checked.waitMs };
});
