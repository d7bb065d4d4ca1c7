import { z } from 'zod';
import { company } from '#sandbox/company.ts';
import type { Front } from '#sandbox/slack/interactions/front.ts';
import { personByKey, userObject } from '#sandbox/slack/people.ts';
import { brightwater } from '#sandbox/slack/state.ts';
import { nextTs } from '#sandbox/slack/workspace.ts';
import type { Route } from '#sandbox/twin.ts';
import { bad, bodyOf, done } from './answers.ts';

const Change = z.object({ as: z.string(), deleted: z.boolean().optional(), restricted: z.boolean().optional() });
const Sharing = z.object({ channel: z.string(), shared: z.boolean() });

/** What happens to people and channels outside the app: somebody leaves, a channel is shared or archived. */
export function peopleRoutes({ workspace }: Front): Route[] {
  const { state, world } = workspace;
  const channelById = (wanted: string) => state.channels.find(({ id }) => id === wanted);
  return [
    {
      method: 'POST',
      pattern: '/people',
      handle: (request) => {
        const { as, deleted, restricted } = bodyOf(request, Change);
        const id = personByKey(as)?.slackId ?? '';
        const account = state.accounts[id];
        if (!account) return bad(`There is no "${as}".`);
        account.deleted = deleted ?? account.deleted;
        account.restricted = restricted ?? account.restricted;
        world.changed();
        workspace.notify({ type: 'user_change', user: userObject(state, id, true), event_ts: nextTs(workspace) });
        return done;
      },
    },
    {
      method: 'POST',
      pattern: '/share',
      handle: (request) => {
        const { channel: id, shared } = bodyOf(request, Sharing);
        const channel = channelById(id);
        if (!channel) return bad(`There is no channel "${id}".`);
        channel.kind = shared ? 'shared' : 'private';
        world.changed();
        workspace.notify({
          type: shared ? 'channel_shared' : 'channel_unshared',
          channel: id,
          connected_team_id: shared ? brightwater.teamId : company.slackTeamId,
          event_ts: nextTs(workspace),
        });
        return done;
      },
    },
    {
      method: 'POST',
      pattern: '/archive',
      handle: (request) => {
        const { channel: id, archived } = bodyOf(request, z.object({ channel: z.string(), archived: z.boolean() }));
        const channel = channelById(id);
        if (!channel) return bad(`There is no channel "${id}".`);
        channel.archived = archived;
        world.changed();
        return done;
      },
    },
  ];
}
