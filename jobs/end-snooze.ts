import { expireSnooze } from '#src/noise/end-snooze.ts';
import { defineJob } from './define-job.ts';

/** The time of a snooze is over: the channel reads what it held back. */
export const endSnoozeJob = defineJob('end-snooze', async ({ ctx, payload, enqueue, actor }) => {
  const { notices } = await expireSnooze(ctx, { id: payload.snoozeId, actor });
  for (const messageId of notices) await enqueue('deliver-message', { messageId }, { key: messageId });
});
