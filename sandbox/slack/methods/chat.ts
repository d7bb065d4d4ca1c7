import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { surfaceLimits } from '../blocks/limits.ts';
import { type Fail, type Handlers, read } from '../call.ts';
import { type ChannelCall, channelFor, findMessage, isMember, openDirectMessage } from '../channels.ts';
import { contentOf, metadataOf } from '../content.ts';
import { initialValues } from '../element-values.ts';
import { addMessage, messageObject } from '../messages.ts';
import { reportMetadata } from '../metadata-events.ts';
import { personById } from '../people.ts';
import type { Channel } from '../state.ts';
import { nextTs } from '../workspace.ts';

const Place = z.object({ channel: z.string(), thread_ts: z.string().optional() });
const Which = z.object({ channel: z.string(), ts: z.string() });

function threadOf(channel: Channel, threadTs: string | undefined, fail: Fail<'cannot_reply_to_message'>) {
  if (threadTs === undefined) return null;
  const parent = findMessage(channel, threadTs);
  if (!parent || parent.threadTs !== null) throw fail('cannot_reply_to_message');
  return threadTs;
}

function mayPost(channel: Channel, fail: Fail<'not_in_channel' | 'is_archived'>) {
  if (!isMember(channel, company.botUserId)) throw fail('not_in_channel');
  if (channel.archived) throw fail('is_archived');
}

function directMessageTo({ workspace, fail }: ChannelCall, userId: string): Channel {
  const account = workspace.state.accounts[userId];
  if (!account || account.deleted || account.stranger) throw fail('channel_not_found');
  return openDirectMessage(workspace, userId);
}

export const chatMethods = {
  'chat.postMessage': (call) => {
    const { workspace, fail } = call;
    const place = read(call, Place);
    const channel = personById(place.channel) ? directMessageTo(call, place.channel) : channelFor(call);
    mayPost(channel, fail);
    const threadTs = threadOf(channel, place.thread_ts, fail);
    const metadata = metadataOf(call) ?? null;
    const author = { user: company.botUserId, fromApp: true };
    const message = addMessage(workspace, channel, { ...author, ...contentOf(call), metadata, threadTs });
    reportMetadata(workspace, channel, message);
    return { channel: channel.id, ts: message.ts, message: messageObject(channel, message, true) };
  },

  'chat.postEphemeral': (call) => {
    const { workspace, fail } = call;
    const { user, thread_ts } = read(call, Place.extend({ user: z.string() }));
    const channel = channelFor(call);
    mayPost(channel, fail);
    if (!isMember(channel, user)) throw fail('user_not_in_channel');
    const threadTs = threadOf(channel, thread_ts, fail);
    const author = { user: company.botUserId, fromApp: true };
    const message = addMessage(workspace, channel, { ...author, ...contentOf(call), threadTs, ephemeralTo: user });
    return { message_ts: message.ts };
  },

  'chat.update': (call) => {
    const { workspace, fail } = call;
    const { ts } = read(call, Which);
    const channel = channelFor(call);
    const message = findMessage(channel, ts);
    if (!message) throw fail('message_not_found');
    if (!message.fromApp) throw fail('cant_update_message');
    if (channel.archived) throw fail('is_inactive');
    if (String(call.args.text ?? '').length > surfaceLimits.updateText) throw fail('msg_too_long');
    const metadata = metadataOf(call) ?? message.metadata;
    const content = contentOf(call);
    const editedTs = content.blocks.length > 0 || content.text === message.text ? message.editedTs : nextTs(workspace);
    const values = initialValues(content.blocks);
    Object.assign(message, content, { metadata, editedTs, values, warnings: {} });
    workspace.world.changed();
    return { channel: channel.id, ts, text: message.text, message: messageObject(channel, message, true) };
  },

  'chat.delete': (call) => {
    const { workspace, fail } = call;
    const { ts } = read(call, Which);
    const channel = channelFor(call);
    const message = findMessage(channel, ts);
    if (!message) throw fail('message_not_found');
    if (!message.fromApp) throw fail('cant_delete_message');
    channel.messages = channel.messages.filter((other) => other !== message);
    workspace.world.changed();
    return { channel: channel.id, ts };
  },

  'chat.getPermalink': (call) => {
    const { message_ts } = read(call, z.object({ message_ts: z.string() }));
    const channel = channelFor(call);
    const message = findMessage(channel, message_ts);
    if (!message) throw call.fail('message_not_found');
    const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `${call.workspace.ownUrl()}/archives/${channel.id}/p${message_ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink };
  },
} satisfies Pick<
  Handlers,
  'chat.postMessage' | 'chat.postEphemeral' | 'chat.update' | 'chat.delete' | 'chat.getPermalink'
>;
