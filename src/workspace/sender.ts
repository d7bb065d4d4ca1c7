import type { KnownBlock } from '@slack/types';
import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';

export interface OutgoingMessage {
  channel: string;
  text: string;
  blocks: KnownBlock[];
}

/** What became of one call to Slack. `unclear` means it may have been done: nobody may simply send it again. */
export type Sent =
  | { outcome: 'sent'; ts: string }
  | { outcome: 'rate-limited'; waitMs: number }
  | { outcome: 'unclear'; reason: string }
  | { outcome: 'refused'; reason: string };

export interface Sender {
  post(
    message: OutgoingMessage & {
      threadTs?: string;
      metadata: { event_type: string; event_payload: Record<string, string> };
    },
  ): Promise<Sent>;
  update(message: OutgoingMessage & { ts: string }): Promise<Sent>;
  remove(channel: string, ts: string): Promise<void>;
  /** The direct-message channel with one person. */
  openDirect(userId: string): Promise<{ channel: string } | Exclude<Sent, { outcome: 'sent' }>>;
}

const Posted = z.object({ ts: z.string() });
const Opened = z.object({ channel: z.object({ id: z.string() }) });

export function createSender(client: WebClient): Sender {
  return {
    post: ({ threadTs, ...message }) =>
      attempt(async () => {
        const answer = await client.chat.postMessage({
          ...message,
          ...(threadTs ? { thread_ts: threadTs } : {}),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { outcome: 'sent', ts: Posted.parse(answer).ts };
      }),
    update: (message) =>
      attempt(async () => ({ outcome: 'sent', ts: Posted.parse(await client.chat.update(message)).ts })),
    async remove(channel, ts) {
      await client.chat.delete({ channel, ts });
    },
    async openDirect(userId) {
      const opened: { channel?: string } = {};
      const sent = await attempt(async () => {
        opened.channel = Opened.parse(await client.conversations.open({ users: userId })).channel.id;
        return { outcome: 'sent', ts: '' };
      });
      if (sent.outcome !== 'sent') return sent;
      return opened.channel ? { channel: opened.channel } : { outcome: 'unclear', reason: 'no channel in the answer' };
    },
  };
}

/** Slack's errors look like this; a proxy's page does not. */
const CODE = /^[a-z0-9_]{1,100}$/;
/** Slack's own words for these: some aspect of the call may have succeeded before the error was raised. */
const UNCLEAR = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

async function attempt(call: () => Promise<Sent>): Promise<Sent> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return { outcome: 'rate-limited', waitMs: error.retryAfter * 1000 };
    if (error instanceof WebAPIPlatformError) {
      const reason = error.data.error;
      if (reason === 'ratelimited') return { outcome: 'rate-limited', waitMs: 1000 };
      if (!CODE.test(reason)) return { outcome: 'unclear', reason: 'an answer that is not from Slack' };
      return { outcome: UNCLEAR.includes(reason) ? 'unclear' : 'refused', reason };
    }
    return { outcome: 'unclear', reason: error instanceof Error ? error.message : 'unknown' };
  }
}
