import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { surfaceLimits } from '../blocks/limits.ts';
import { type Fail, flag, type Handlers, list, read } from '../call.ts';
import {
  addChannel,
  type ChannelCall,
  channelFor,
  channelObject,
  familyOf,
  isMember,
  openDirectMessage,
} from '../channels.ts';
import { personById } from '../people.ts';
import type { Channel, SlackState } from '../state.ts';

const MANAGE = { im: 'im:write', groups: 'groups:write', channels: 'channels:manage' } as const;

interface ManagingCall extends ChannelCall {
  fail: Fail<'channel_not_found' | 'method_not_supported_for_channel_type' | 'not_in_channel'>;
  need(...scopes: readonly string[]): void;
}

/** A channel the app may change: it is in it, and it is not a direct message. */
function managed(call: ManagingCall): Channel {
  const channel = channelFor(call);
  call.need(MANAGE[familyOf(channel)], ...(familyOf(channel) === 'channels' ? ['channels:write.topic'] : []));
  if (channel.kind === 'dm') throw call.fail('method_not_supported_for_channel_type');
  if (!isMember(channel, company.botUserId)) throw call.fail('not_in_channel');
  return channel;
}

function directUser(
  state: SlackState,
  userId: string,
  fail: Fail<'user_not_found' | 'user_disabled' | 'user_not_visible'>,
): string {
  const account = state.accounts[userId];
  if (!account) throw fail('user_not_found');
  if (account.deleted) throw fail('user_disabled');
  if (account.stranger) throw fail('user_not_visible');
  return userId;
}

export const conversationChangeMethods = {
  'conversations.open': (call) => {
    const { workspace, fail } = call;
    const { channel, users } = read(call, z.object({ channel: z.string().optional(), users: list.default([]) }));
    if (channel !== undefined) return { channel: { id: channelFor(call).id } };
    if (users.length === 0) throw fail('users_list_not_supplied');
    if (users.length > surfaceLimits.groupMessage) throw fail('too_many_users');
    call.need(users.length === 1 ? 'im:write' : 'mpim:write');
    const members = users.map((user) => directUser(workspace.state, user, fail));
    const [only, ...others] = members;
    const opened =
      only !== undefined && others.length === 0
        ? openDirectMessage(workspace, only)
        : addChannel(workspace, {
            prefix: 'G',
            name: `mpdm-${members.map((user) => personById(user)?.key ?? user).join('--')}`,
            kind: 'private',
            members: [...members, company.botUserId],
          });
    workspace.world.changed();
    return { channel: { id: opened.id } };
  },

  'conversations.create': (call) => {
    const { workspace, fail } = call;
    const { name, is_private } = read(call, z.object({ name: z.string(), is_private: flag.default(false) }));
    call.need(is_private ? 'groups:write' : 'channels:manage');
    if (name.length > surfaceLimits.channelName) throw fail('invalid_name_maxlength');
    if (!/^[a-z0-9_-]+$/.test(name)) throw fail('invalid_name_specials');
    if (workspace.state.channels.some((channel) => channel.name === name)) throw fail('name_taken');
    const kind = is_private ? 'private' : 'public';
    const channel = addChannel(workspace, { prefix: 'C', name, kind, members: [company.botUserId] });
    workspace.world.changed();
    return { channel: channelObject(channel) };
  },

  'conversations.archive': (call) => {
    const channel = managed(call);
    if (channel.archived) throw call.fail('already_archived');
    if (channel.name === 'general') throw call.fail('cant_archive_general');
    channel.archived = true;
    call.workspace.world.changed();
    return {};
  },

  'conversations.setTopic': (call) => {
    const { topic } = read(call, z.object({ topic: z.string() }));
    const channel = managed(call);
    if (channel.archived) throw call.fail('is_archived');
    if (topic.length > surfaceLimits.topic) throw call.fail('too_long');
    channel.topic = topic;
    call.workspace.world.changed();
    return { channel: channelObject(channel) };
  },

  'conversations.invite': (call) => {
    const { fail } = call;
    const { users } = read(call, z.object({ users: list }));
    const channel = managed(call);
    if (channel.archived) throw fail('is_archived');
    if (users.length === 0) throw fail('no_user');
    if (users.length > surfaceLimits.inviteAtOnce) throw fail('invalid_arguments');
    if (users.includes(company.botUserId)) throw fail('cant_invite_self');
    if (users.some((user) => call.workspace.state.accounts[user]?.deleted ?? true)) throw fail('user_not_found');
    const fresh = users.filter((user) => !isMember(channel, user));
    if (fresh.length === 0) throw fail('already_in_channel');
    channel.members.push(...fresh);
    call.workspace.world.changed();
    return { channel: channelObject(channel) };
  },
} satisfies Pick<
  Handlers,
  | 'conversations.open'
  | 'conversations.create'
  | 'conversations.archive'
  | 'conversations.setTopic'
  | 'conversations.invite'
>;
