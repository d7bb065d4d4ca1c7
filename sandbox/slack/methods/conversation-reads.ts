import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { flag, type Handlers, list, pageOf, read } from '../call.ts';
import { type ChannelCall, channelFor, channelObject, familyOf, findMessage, isMember } from '../channels.ts';
import { messageObject, repliesTo } from '../messages.ts';
import type { Channel } from '../state.ts';

const KINDS = ['public_channel', 'private_channel', 'im', 'mpim'] as const;
const KIND_OF = { public: 'public_channel', shared: 'public_channel', private: 'private_channel', dm: 'im' } as const;
const SCOPE_OF = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read', mpim: 'mpim:read' };

const Window = z.object({
  oldest: z.string().default('0'),
  latest: z.string().default('9999999999'),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
});

function readable(call: ChannelCall & { need(...scopes: readonly string[]): void }): Channel {
  const channel = channelFor(call);
  call.need(`${familyOf(channel)}:history`);
  return channel;
}

export const conversationReadMethods = {
  'conversations.list': (call) => {
    const { types, exclude_archived } = read(
      call,
      z.object({
        types: list.default(['public_channel']),
        exclude_archived: flag.default(false),
      }),
    );
    const wanted = KINDS.filter((kind) => types.includes(kind));
    if (wanted.length !== types.length) throw call.fail('invalid_types');
    for (const kind of wanted) call.need(SCOPE_OF[kind]);
    const visible = call.workspace.state.channels.filter(
      (channel) =>
        wanted.some((kind) => kind === KIND_OF[channel.kind]) &&
        (isMember(channel, company.botUserId) || KIND_OF[channel.kind] === 'public_channel') &&
        !(exclude_archived && channel.archived),
    );
    const { items, response_metadata } = pageOf(call, visible);
    return { channels: items.map(channelObject), response_metadata };
  },

  'conversations.info': (call) => {
    const { include_num_members } = read(call, z.object({ include_num_members: flag.default(false) }));
    const channel = channelFor(call);
    call.need(`${familyOf(channel)}:read`);
    const members = include_num_members ? { num_members: channel.members.length } : {};
    return { channel: { ...channelObject(channel), ...members } };
  },

  'conversations.members': (call) => {
    const channel = channelFor(call);
    call.need(`${familyOf(channel)}:read`);
    const { items, response_metadata } = pageOf(call, channel.members);
    return { members: items, response_metadata };
  },

  'conversations.history': (call) => {
    const channel = readable(call);
    if (!isMember(channel, company.botUserId)) throw call.fail('not_in_channel');
    const roots = channel.messages.filter(({ threadTs, ephemeralTo }) => threadTs === null && ephemeralTo === null);
    const { oldest, latest, inclusive, include_all_metadata } = read(call, Window);
    const within = roots.filter(({ ts }) => (inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest));
    const { items, response_metadata } = pageOf(call, within.toReversed());
    const messages = items.map((message) => messageObject(channel, message, include_all_metadata));
    return { messages, has_more: response_metadata.next_cursor !== '', response_metadata };
  },

  'conversations.replies': (call) => {
    const channel = readable(call);
    const { ts, include_all_metadata } = read(call, Window.extend({ ts: z.string() }));
    const parent = findMessage(channel, ts);
    if (!parent) throw call.fail('thread_not_found');
    const { items, response_metadata } = pageOf(call, [parent, ...repliesTo(channel, parent)]);
    const messages = items.map((message) => messageObject(channel, message, include_all_metadata));
    return { messages, has_more: response_metadata.next_cursor !== '', response_metadata };
  },
} satisfies Pick<
  Handlers,
  | 'conversations.list'
  | 'conversations.info'
  | 'conversations.members'
  | 'conversations.history'
  | 'conversations.replies'
>;
