import { z } from 'zod';
import { adoptPost } from '#src/outbox/adopt-post.ts';
import { MESSAGE_EVENT } from '#src/slack/action-ids.ts';
import type { SlackHandler } from './click.ts';

/** Slack's report of one of our own posts; see https://docs.slack.dev/reference/events/message_metadata_posted */
const PostedEvent = z.object({
  app_id: z.string(),
  channel_id: z.string(),
  message_ts: z.string(),
  metadata: z.object({ event_type: z.literal(MESSAGE_EVENT), event_payload: z.object({ message: z.uuid() }) }),
});

/** A post whose answer was lost is recognised here; a second post of the same message is removed again. */
export const messagePostedEvent: SlackHandler = (app, { ctx, fast, enqueue }) => {
  app.event('message_metadata_posted', async ({ event }) => {
    const parsed = PostedEvent.safeParse(event);
    if (!parsed.success || parsed.data.app_id !== ctx.config.slack.app) return;
    const { channel_id: channel, message_ts: ts, metadata } = parsed.data;
    const adopted = await adoptPost(ctx, { messageId: metadata.event_payload.message, channel, ts });
    const messageId = metadata.event_payload.message;
    if (adopted === 'adopted') await enqueue('deliver-message', { messageId }, { key: `${messageId}-adopted` });
    if (adopted === 'duplicate') await fast.chat.delete({ channel, ts });
  });
};
