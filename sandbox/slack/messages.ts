import { company } from '#sandbox/company.ts';
import { initialValues } from './element-values.ts';
import type { Channel, Message, MessageMetadata } from './state.ts';
import { nextTs, type Workspace } from './workspace.ts';

export interface NewMessage {
  user: string;
  fromApp: boolean;
  text: string;
  blocks?: Message['blocks'];
  attachments?: unknown[];
  metadata?: MessageMetadata | null;
  threadTs?: string | null;
  ephemeralTo?: string | null;
}

/** Puts a message into a channel and tells the world. */
export function addMessage(workspace: Workspace, channel: Channel, parts: NewMessage): Message {
  const blocks = parts.blocks ?? [];
  const message: Message = {
    ts: nextTs(workspace),
    threadTs: parts.threadTs ?? null,
    user: parts.user,
    fromApp: parts.fromApp,
    text: parts.text,
    blocks,
    attachments: parts.attachments ?? [],
    metadata: parts.metadata ?? null,
    editedTs: null,
    ephemeralTo: parts.ephemeralTo ?? null,
    values: initialValues(blocks),
    warnings: {},
    reactions: {},
    pinned: false,
  };
  channel.messages.push(message);
  channel.read[parts.user] = message.ts;
  workspace.world.changed();
  return message;
}

export const repliesTo = (channel: Channel, { ts }: Pick<Message, 'ts'>) =>
  channel.messages.filter(({ threadTs, ephemeralTo }) => threadTs === ts && ephemeralTo === null);

/** A message as Slack's JSON. */
export function messageObject(channel: Channel, message: Message, withMetadata = false): Record<string, unknown> {
  const { ts, threadTs, user, text, blocks, attachments, metadata, editedTs, fromApp, reactions, pinned } = message;
  const replies = repliesTo(channel, message);
  const thread = threadTs ?? (replies.length > 0 ? ts : undefined);
  return {
    type: 'message',
    user,
    ts,
    text,
    team: company.slackTeamId,
    ...(fromApp ? { bot_id: company.botId, app_id: company.slackAppId, bot_profile: botProfile } : {}),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(replies.length > 0 ? threadSummary(replies) : {}),
    ...(editedTs === null ? {} : { edited: { user, ts: editedTs } }),
    ...(withMetadata && metadata ? { metadata } : {}),
    ...(pinned ? { pinned_to: [channel.id] } : {}),
    ...(Object.keys(reactions).length > 0 ? { reactions: reactionList(reactions) } : {}),
  };
}

const botProfile = { id: company.botId, app_id: company.slackAppId, name: 'Cordon', team_id: company.slackTeamId };

const threadSummary = (replies: readonly Message[]) => ({
  reply_count: replies.length,
  reply_users: [...new Set(replies.map(({ user }) => user))],
  latest_reply: replies.at(-1)?.ts,
});

const reactionList = (reactions: Message['reactions']) =>
  Object.entries(reactions).map(([name, users]) => ({ name, users, count: users.length }));
