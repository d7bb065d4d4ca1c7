import { queueMessages } from '#src/outbox/queue-messages.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { defineJob } from './define-job.ts';

/** Something changed: work out which messages a case needs now, and send each. */
export const postCaseJob = defineJob('post-case', async ({ ctx, payload, enqueue }) => {
  const messageIds = await queueMessages(ctx, { caseId: payload.caseId, story: STORY });
  for (const messageId of messageIds) await enqueue('deliver-message', { messageId }, { key: messageId });
});
