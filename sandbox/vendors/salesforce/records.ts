import { z } from 'zod';
import type { Route, TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { refuse } from './answers.ts';
import { signedIn } from './sessions.ts';
import type { SalesforceState } from './state.ts';

const Frozen = z.strictObject({ IsFrozen: z.boolean() });

/** The two records Cordon changes: UserLogin, to freeze, and AuthSession, to end. */
export const recordRoutes = (world: World, state: SalesforceState): Route[] => [
  {
    method: 'PATCH',
    pattern: '/services/data/:version/sobjects/UserLogin/:id',
    handle: signedIn(world, state, (request) => setFrozen(world, state, request)),
  },
  {
    method: 'DELETE',
    pattern: '/services/data/:version/sobjects/AuthSession/:id',
    handle: signedIn(world, state, (request) => endSession(world, state, request)),
  },
];

const notFound = refuse(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible');

function setFrozen(world: World, state: SalesforceState, request: TwinRequest): TwinAnswer {
  if (!state.permitted.manageUsers) return refuse(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights');
  const user = state.users.find(({ userLoginId }) => userLoginId === request.params.id);
  if (!user) return notFound;
  const fields = Frozen.safeParse(parseJson(request.body));
  if (!fields.success) return refuse(400, 'INVALID_FIELD', 'No such column on sobject of type UserLogin');
  if (!world.pretends(request)) {
    user.isFrozen = fields.data.IsFrozen;
    world.changed();
  }
  return { status: 204 };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function endSession(world: World, state: SalesforceState, request: TwinRequest): TwinAnswer {
  const found = state.sessions.find(({ id }) => id === request.params.id);
  if (!found) return notFound;
  if (!world.pretends(request)) {
    state.sessions = state.sessions.filter((session) => session !== found);
    world.changed();
  }
  return { status: 204 };
}
