import { z } from 'zod';
import { company, people } from '#sandbox/company.ts';
import { flag, type Handlers, pageOf, read } from '../call.ts';
import { isKnownUser, userObject } from '../people.ts';
import type { Usergroup } from '../state.ts';

const EMAIL = 'users:read.email';

const groupObject = ({ id, handle, name, users }: Usergroup, withUsers: boolean) => ({
  id,
  handle,
  name,
  team_id: company.slackTeamId,
  is_usergroup: true,
  is_external: false,
  date_delete: 0,
  user_count: users.length,
  ...(withUsers ? { users } : {}),
});

export const userMethods = {
  'users.info': (call) => {
    const { user } = read(call, z.object({ user: z.string() }));
    if (!isKnownUser(user)) throw call.fail('user_not_found');
    return { user: userObject(call.workspace.state, user, call.has(EMAIL)) };
  },

  'users.list': (call) => {
    const { state } = call.workspace;
    const members = [company.botUserId, ...Object.keys(state.accounts).filter((id) => !state.accounts[id]?.stranger)];
    const { items, response_metadata } = pageOf(call, members);
    return { members: items.map((id) => userObject(state, id, call.has(EMAIL))), response_metadata };
  },

  'users.lookupByEmail': (call) => {
    const { email } = read(call, z.object({ email: z.string() }));
    const { state } = call.workspace;
    const person = Object.values(people).find((one) => one.email === email.toLowerCase());
    const account = person && state.accounts[person.slackId];
    if (!person || !account || account.deleted || account.stranger) throw call.fail('users_not_found');
    return { user: userObject(state, person.slackId, true) };
  },

  'usergroups.list': (call) => {
    const { include_users } = read(call, z.object({ include_users: flag.default(false) }));
    return { usergroups: call.workspace.state.usergroups.map((group) => groupObject(group, include_users)) };
  },

  'usergroups.users.list': (call) => {
    const { usergroup } = read(call, z.object({ usergroup: z.string() }));
    const group = call.workspace.state.usergroups.find(({ id }) => id === usergroup);
    if (!group) throw call.fail('no_such_subteam');
    return { users: group.users };
  },
} satisfies Pick<
  Handlers,
  'users.info' | 'users.list' | 'users.lookupByEmail' | 'usergroups.list' | 'usergroups.users.list'
>;
