import { loadStoryEntry } from '#src/journal/load-story-entry.ts';
import { deliverMessage } from '#src/outbox/deliver-message.ts';
import { MESSAGE_EVENT } from '#src/slack/action-ids.ts';
import { drawMessage } from '#src/slack/draw-message.ts';
import { defineJob } from './define-job.ts';

/** Posts one message, or edits it to its newest drawing, at Slack's pace. */
export const deliverMessageJob = defineJob('deliver-message', async ({ ctx, payload, actor }) => {
  const delivered = await deliverMessage(ctx, {
    messageId: payload.messageId,
    event: MESSAGE_EVENT,
    actor,
    draw: async (message, view) => drawMessage(message, view, await loadStoryEntry(ctx, message.detail)),
  });
  return delivered.outcome === 'later' ? { againInMs: delivered.waitMs } : undefined;
});
