import { company } from '#sandbox/company.ts';
import type { Fail } from './call.ts';
import { nameOf } from './people.ts';
import { brightwater, type Channel, type Message, type SlackState } from './state.ts';
import { nextId, nowSeconds, type Workspace } from './workspace.ts';

export const isMember = (channel: Channel, userId: string) => channel.members.includes(userId);
const isHidden = ({ kind }: Channel) => kind === 'private' || kind === 'dm';

/** What a method must have to name a channel. */
export interface ChannelCall {
  workspace: Workspace;
  args: Readonly<Record<string, unknown>>;
  fail: Fail<'channel_not_found'>;
}

/** A channel as the app can see it: hidden ones only from inside. */
export function channelFor({ workspace, args, fail }: ChannelCall, id: unknown = args.channel): Channel {
  const channel = workspace.state.channels.find((candidate) => candidate.id === id);
  if (!channel || (isHidden(channel) && !isMember(channel, company.botUserId))) throw fail('channel_not_found');
  return channel;
}

/** The scope family of a conversation: `channels:read`, `groups:read`, `im:read`. */
export const familyOf = ({ kind }: Pick<Channel, 'kind'>) =>
  kind === 'dm' ? 'im' : kind === 'private' ? 'groups' : 'channels';

export const findMessage = (channel: Channel, ts: unknown): Message | undefined =>
  channel.messages.find((message) => message.ts === ts && message.ephemeralTo === null);

export const directMessageOf = (state: SlackState, userId: string) =>
  state.channels.find(({ kind, members }) => kind === 'dm' && members.includes(userId));

/** The conversation between the app and one person, opened when there is none. */
export function openDirectMessage(workspace: Workspace, userId: string): Channel {
  const known = directMessageOf(workspace.state, userId);
  if (known) return known;
  return addChannel(workspace, { prefix: 'D', name: nameOf(userId), kind: 'dm', members: [userId, company.botUserId] });
}

export function addChannel(
  workspace: Workspace,
  { prefix, name, kind, members }: { prefix: string; name: string; kind: Channel['kind']; members: string[] },
): Channel {
  const created = nowSeconds(workspace);
  const id = nextId(workspace, prefix);
  const channel = { id, name, kind, members, archived: false, topic: '', created, messages: [], read: {} };
  workspace.state.channels.push(channel);
  return channel;
}

/** A channel as `conversations.info` tells it. */
export function channelObject(channel: Channel): Record<string, unknown> {
  const { id, name, kind, archived, topic, created, members } = channel;
  const shared = kind === 'shared';
  const base = { id, created, is_archived: archived, is_im: kind === 'dm', is_org_shared: false, is_mpim: false };
  if (kind === 'dm') return { ...base, user: members.find((member) => member !== company.botUserId), is_open: true };
  return {
    ...base,
    name,
    name_normalized: name,
    is_channel: kind !== 'private',
    is_group: kind === 'private',
    is_private: kind === 'private',
    is_general: name === 'general',
    is_shared: shared,
    is_ext_shared: shared,
    is_pending_ext_shared: false,
    is_member: isMember(channel, company.botUserId),
    creator: company.botUserId,
    context_team_id: company.slackTeamId,
    topic: { value: topic, creator: company.botUserId, last_set: created },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(shared ? { connected_team_ids: [brightwater.teamId], internal_team_ids: [company.slackTeamId] } : {}),
  };
}

/** What payloads call a channel: the names of hidden ones are not given away. */
export const payloadChannel = ({ id, name, kind }: Channel) => ({
  id,
  name: kind === 'private' ? 'privategroup' : kind === 'dm' ? 'directmessage' : name,
});
