import type { TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { baseUrlOf, type GuardedRoute, notFound, ok, refuse } from './answers.ts';
import { BadFilter, parseFilter } from './filter.ts';
import { findUser, nameOf, type OktaUser, type Org } from './state.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Everything that is read about users and groups. */
export function readRoutes(org: Org): GuardedRoute[] {
  const { state } = org;
  const read = (
    pattern: string,
    scope: string,
    handle: (user: OktaUser, request: TwinRequest) => unknown,
  ): GuardedRoute => ({
    method: 'GET',
    pattern,
    scope,
    handle: (request) => {
      const id = request.params.id ?? '';
      const user = findUser(org, id);
      return user ? ok(handle(user, request)) : notFound(id, 'User');
    },
  });
  return [
    { method: 'GET', pattern: '/api/v1/users', scope: 'okta.users.read', handle: (request) => listUsers(org, request) },
    {
      method: 'GET',
      pattern: '/api/v1/groups',
      scope: 'okta.groups.read',
      handle: (request) => listGroups(org, request),
    },
    read('/api/v1/users/:id', 'okta.users.read', toUser),
    read('/api/v1/users/:id/groups', 'okta.users.read', ({ groups }) => groups.map((id) => toGroup(org, id))),
    read('/api/v1/users/:id/roles', 'okta.roles.read', ({ roles }) =>
      roles.map((label) => ({
        type: label.toUpperCase().replace('ISTRATOR', '').replaceAll(' ', '_'),
        label,
        status: 'ACTIVE',
      })),
    ),
    read('/api/v1/users/:id/factors', 'okta.users.read', ({ factors }) =>
      factors.map(({ id, factorType, provider, created }) => ({
        id,
        factorType,
        provider,
        status: 'ACTIVE',
        created: iso(created),
        profile: null,
      })),
    ),
    read('/api/v1/users/:id/clients', 'okta.users.read', (user) => clientsOf(org, user)),
    read('/api/v1/users/:id/grants', 'okta.users.read', (user, request) =>
      state.grants
        .filter(({ userId }) => userId === user.id)
        .map(({ scope, created, ...grant }) => ({
          ...grant,
          issuer: baseUrlOf(request),
          scopeId: scope,
          status: 'ACTIVE',
          created: iso(created),
        })),
    ),
    read('/api/v1/users/:id/clients/:clientId/tokens', 'okta.users.read', (user, { params }) =>
      state.tokens
        .filter(({ userId, clientId }) => userId === user.id && clientId === params.clientId)
        .map((token) => ({ ...token, created: iso(token.created), status: 'ACTIVE' })),
    ),
  ];
}

function clientsOf({ state }: Org, user: OktaUser) {
  const ids = new Set(state.tokens.filter(({ userId }) => userId === user.id).map(({ clientId }) => clientId));
  return [...ids].map((id) => ({
    client_id: id,
    client_name: state.clients[id] ?? null,
    client_uri: null,
    logo_uri: null,
  }));
}

const toUser = (user: OktaUser) => ({
  id: user.id,
  status: user.status,
  statusChanged: iso(user.statusChanged),
  lastLogin: null,
  passwordChanged: null,
  transitioningToStatus: null,
  profile: {
    login: user.login,
    email: user.login,
    firstName: user.firstName,
    lastName: user.lastName,
    displayName: nameOf(user),
    department: user.department,
    title: user.title,
    manager: user.manager,
    managerId: null,
  },
});

const toGroup = ({ state }: Org, id: string) => {
  const group = state.groups[id];
  return { id, type: group?.type ?? 'OKTA_GROUP', profile: { name: group?.name ?? id, description: null } };
};

/** Lists leave deactivated users out. */
const listUsers = (org: Org, { query }: TwinRequest): TwinAnswer =>
  matching(
    Object.values(org.state.users)
      .filter(({ status }) => status !== 'DEPROVISIONED')
      .map(toUser),
    query.get('search') ?? query.get('filter'),
    query.get('limit'),
  );

const listGroups = (org: Org, { query }: TwinRequest): TwinAnswer =>
  matching(
    Object.keys(org.state.groups).map((id) => toGroup(org, id)),
    query.get('filter') ?? query.get('search'),
    query.get('limit'),
  );

function matching(rows: readonly unknown[], filter: string | null, limit: string | null): TwinAnswer {
  try {
    return ok((filter ? rows.filter(parseFilter(filter)) : rows).slice(0, Number(limit ?? 200)));
  } catch (error) {
    if (error instanceof BadFilter) return refuse(400, 'E0000031', 'Invalid search criteria', error.message);
    throw error;
  }
}
