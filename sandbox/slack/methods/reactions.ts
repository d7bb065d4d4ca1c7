import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import { type Handlers, read } from '../call.ts';
import { channelFor, findMessage, isMember } from '../channels.ts';

export const reactionMethods = {
  'reactions.add': (call) => {
    const { name, timestamp } = read(call, z.object({ name: z.string(), timestamp: z.string() }));
    const channel = channelFor(call);
    const message = findMessage(channel, timestamp);
    if (!message) throw call.fail('message_not_found');
    if (channel.archived) throw call.fail('is_archived');
    const users = message.reactions[name] ?? [];
    if (users.includes(company.botUserId)) throw call.fail('already_reacted');
    message.reactions[name] = [...users, company.botUserId];
    call.workspace.world.changed();
    return {};
  },

  'pins.add': (call) => {
    const { timestamp } = read(call, z.object({ timestamp: z.string().optional() }));
    const channel = channelFor(call);
    if (!isMember(channel, company.botUserId)) throw call.fail('not_in_channel');
    if (timestamp === undefined) throw call.fail('no_item_specified');
    const message = findMessage(channel, timestamp);
    if (!message) throw call.fail('message_not_found');
    if (message.pinned) throw call.fail('already_pinned');
    message.pinned = true;
    call.workspace.world.changed();
    return {};
  },
} satisfies Pick<Handlers, 'reactions.add' | 'pins.add'>;
