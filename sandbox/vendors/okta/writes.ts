import type { Route, TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { forbidden, type GuardedRoute, noContent, notFound, refuse } from './answers.ts';
import { findUser, type OktaUser, type Org, record } from './state.ts';

const EMPTY_200: TwinAnswer = { status: 200 };

type Change = (org: Org, user: OktaUser, request: TwinRequest) => TwinAnswer;

/** Everything that changes a user or a group. Each change is in the log, except where the world asks to pretend. */
export function writeRoutes(org: Org): GuardedRoute[] {
  const write = (method: Route['method'], pattern: string, change: Change): GuardedRoute => ({
    method,
    pattern,
    scope: pattern.startsWith('/api/v1/groups') ? 'okta.groups.manage' : 'okta.users.manage',
    handle(request) {
      const id = request.params.id ?? '';
      // Lifecycle calls take a login as well; sessions and memberships want the id.
      const user = pattern.includes('/lifecycle/') ? findUser(org, id) : org.state.users[id];
      if (!user) return notFound(id, 'User');
      // Only a super admin may act on one, and Cordon's app is none.
      return user.roles.includes('Super Administrator') ? forbidden : change(org, user, request);
    },
  });
  return [
    write('DELETE', '/api/v1/users/:id/sessions', clearSessions),
    write('POST', '/api/v1/users/:id/lifecycle/suspend', suspend),
    write('POST', '/api/v1/users/:id/lifecycle/unsuspend', unsuspend),
    write('PUT', '/api/v1/groups/:groupId/users/:id', setMember(true)),
    write('DELETE', '/api/v1/groups/:groupId/users/:id', setMember(false)),
  ];
}

function clearSessions(org: Org, user: OktaUser, request: TwinRequest): TwinAnswer {
  if (org.world.pretends(request)) return noContent;
  user.sessions = [];
  user.cleared = true;
  if (request.query.get('oauthTokens') === 'true') {
    org.state.tokens = org.state.tokens.filter(({ userId }) => userId !== user.id);
  }
  record(org, { type: 'user.session.clear', message: 'Clear user session', userId: user.id });
  org.world.changed();
  return noContent;
}

function suspend(org: Org, user: OktaUser, request: TwinRequest): TwinAnswer {
  if (user.status !== 'ACTIVE') return wrongStatus('suspendUser', 'Cannot suspend a user that is not active');
  if (org.world.pretends(request)) return EMPTY_200;
  setStatus(org, user, 'SUSPENDED');
  record(org, { type: 'user.lifecycle.suspend', message: 'Suspend Okta user', userId: user.id });
  org.world.changed();
  return EMPTY_200;
}

function unsuspend(org: Org, user: OktaUser, request: TwinRequest): TwinAnswer {
  if (user.status !== 'SUSPENDED') return wrongStatus('unsuspendUser', 'Cannot unsuspend a user that is not suspended');
  if (org.world.pretends(request)) return EMPTY_200;
  setStatus(org, user, 'ACTIVE');
  record(org, { type: 'user.lifecycle.unsuspend', message: 'Unsuspend Okta user', userId: user.id });
  org.world.changed();
  return EMPTY_200;
}

const wrongStatus = (what: string, cause: string): TwinAnswer =>
  refuse(400, 'E0000001', `Api validation failed: ${what}`, cause);

function setStatus(org: Org, user: OktaUser, status: string): void {
  user.status = status;
  user.statusChanged = org.world.now().getTime();
}

const setMember =
  (member: boolean): Change =>
  (org, user, request) => {
    const groupId = request.params.groupId ?? '';
    const group = org.state.groups[groupId];
    if (!group) return notFound(groupId, 'UserGroup');
    if (group.type !== 'OKTA_GROUP') return forbidden;
    if (user.groups.includes(groupId) === member || org.world.pretends(request)) return noContent;
    user.groups = member ? [...user.groups, groupId] : user.groups.filter((id) => id !== groupId);
    const [type, message] = member
      ? ['group.user_membership.add', 'Add user to group membership']
      : ['group.user_membership.remove', 'Remove user from group membership'];
    record(org, { type, message, userId: user.id, groupId });
    org.world.changed();
    return noContent;
  };
