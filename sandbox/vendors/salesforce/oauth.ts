import { decodeJwt } from 'jose';
import type { Route, TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { refuseOauth } from './answers.ts';
import { integrationUserId } from './initial.ts';
import { openSession, recordLogin } from './sign-in.ts';
import { isLive, nextSecret, type SalesforceState, type SalesforceUser } from './state.ts';

const IDLE_SECONDS = 7_200;

/** The token and revoke endpoints. Any client id and secret will do; the user behind the token must be able to sign in. */
export const oauthRoutes = (world: World, state: SalesforceState): Route[] => [
  { method: 'POST', pattern: '/services/oauth2/token', handle: (request) => mint(world, state, request) },
  { method: 'POST', pattern: '/services/oauth2/revoke', handle: (request) => revoke(world, state, request) },
];

function mint(world: World, state: SalesforceState, { body }: TwinRequest): TwinAnswer {
  const form = new URLSearchParams(body);
  const user = userBehind(state, form);
  if ('status' in user) return user;
  if (!user.isActive || user.isFrozen) return refuseOauth('invalid_grant', 'inactive user');
  const now = world.now();
  const caller = { userId: user.id, when: now.toISOString(), address: '127.0.0.1' };
  const token = nextSecret(state, '00D5f000000SANDBOX!AQ.sandbox.');
  state.sessions = state.sessions.filter((session) => isLive(session, now));
  openSession(state, { ...caller, token, secondsValid: IDLE_SECONDS });
  recordLogin(state, { ...caller, application: 'Cordon' });
  world.changed();
  return {
    status: 200,
    body: {
      access_token: token,
      instance_url: 'https://northwind.my.salesforce.example',
      id: `https://login.salesforce.example/id/00D5f000000SANDBOX/${user.id}`,
      token_type: 'Bearer',
      issued_at: String(now.getTime()),
      signature: 'c2FuZGJveA==',
      scope: 'api',
    },
  };
}

function userBehind(state: SalesforceState, form: URLSearchParams): SalesforceUser | TwinAnswer {
  const unknown = refuseOauth('invalid_grant', "user hasn't approved this consumer");
  switch (form.get('grant_type')) {
    case 'client_credentials': {
      if (!form.get('client_id') || !form.get('client_secret'))
        return refuseOauth('invalid_client', 'invalid client credentials');
      const none = refuseOauth('invalid_grant', 'no client credentials user enabled');
      return state.users.find(({ id }) => id === integrationUserId) ?? none;
    }
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
      const username = subjectOf(form.get('assertion') ?? '');
      return state.users.find((user) => user.username === username) ?? unknown;
    }
    default:
      return refuseOauth('unsupported_grant_type', 'grant type not supported');
  }
}

function subjectOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
}

function revoke(world: World, state: SalesforceState, request: TwinRequest): TwinAnswer {
  const token = new URLSearchParams(request.body).get('token');
  const grant = state.grants.find(({ deleteToken }) => deleteToken === token);
  if (!grant) return refuseOauth('invalid_token', 'invalid token');
  if (world.pretends(request)) return { status: 200 };
  state.grants = state.grants.filter((one) => one !== grant);
  // A revoked refresh token takes the sessions opened with it along.
  state.sessions = state.sessions.filter(({ grantId }) => grantId !== grant.id);
  world.changed();
  return { status: 200 };
}
