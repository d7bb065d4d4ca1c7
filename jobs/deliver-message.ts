import { loadStoryEntry } from '#src/journal/load-story-entry.ts';
import { stormOf } from '#src/noise/load-storm.ts';
import { deliverMessage } from '#src/outbox/deliver-message.ts';
import { dueMessages } from '#src/outbox/due-messages.ts';
import { MESSAGE_EVENT } from '#src/slack/action-ids.ts';
import { drawMessage } from '#src/slack/draw-message.ts';
import { drawNotice } from '#src/slack/notice.ts';
import { defineJob } from './define-job.ts';

/** Posts one message, or edits it to its newest drawing, at Slack's pace. A card's first post opens the thread to what waits for it. */
export const deliverMessageJob = defineJob('deliver-message', async ({ ctx, payload, enqueue, actor }) => {
  const delivered = await deliverMessage(ctx, {
    messageId: payload.messageId,
    event: MESSAGE_EVENT,
    actor,
    draw: async (message, view) =>
      view
        ? drawMessage(message, view, await loadStoryEntry(ctx, message.detail), ctx.config.legal)
        : drawNotice(message, await stormOf(ctx, message.detail)),
  });
  if (delivered.outcome === 'nothing-to-do') return undefined;
  const waiting = delivered.opened === undefined ? [] : await dueMessages(ctx, delivered.opened);
  for (const messageId of waiting.filter((id) => id !== payload.messageId))
    await enqueue('deliver-message', { messageId }, { key: messageId });
  return delivered.outcome === 'later' ? { againInMs: delivered.waitMs } : undefined;
});
