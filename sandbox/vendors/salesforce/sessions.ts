import type { TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { refuse } from './answers.ts';
import { isLive, nextId, nextSecret, type SalesforceState, type SalesforceUser, type Session } from './state.ts';

const IDLE_SECONDS = 7_200;

/** Opens the session behind an access token and forgets those that have run out. */
export function openApiSession(state: SalesforceState, user: SalesforceUser, now: Date): Session {
  state.sessions = state.sessions.filter((session) => isLive(session, now));
  const session: Session = {
    id: nextId(state, '0Ak'),
    userId: user.id,
    type: 'Oauth2',
    level: 'STANDARD',
    loginType: 'Remote Access 2.0',
    address: '127.0.0.1',
    created: now.toISOString(),
    lastUsed: now.toISOString(),
    secondsValid: IDLE_SECONDS,
    grantId: null,
    token: nextSecret(state, '00D5f000000SANDBOX!AQ.sandbox.'),
  };
  state.sessions.push(session);
  return session;
}

/**
 * What somebody with a live refresh token does: as soon as their session is gone, they open the next one. Freezing does not stop it here,
 * because Salesforce does not document that it does. Only revoking the grant ends it.
 */
export function reopenSessions(world: World, state: SalesforceState): void {
  const now = world.now();
  for (const grant of state.grants) {
    if (!grant.reopensFrom || state.sessions.some((session) => session.grantId === grant.id && isLive(session, now)))
      continue;
    const { address, country } = grant.reopensFrom;
    const when = now.toISOString();
    state.sessions.push({
      id: nextId(state, '0Ak'),
      userId: grant.userId,
      type: 'Oauth2',
      level: 'STANDARD',
      loginType: 'Remote Access 2.0',
      address,
      created: when,
      lastUsed: when,
      secondsValid: IDLE_SECONDS,
      grantId: grant.id,
      token: null,
    });
    state.logins.push({
      id: nextId(state, '0Ya'),
      userId: grant.userId,
      when,
      address,
      country,
      type: 'Remote Access 2.0',
      application: grant.appName,
      status: 'Success',
    });
    grant.useCount += 1;
    grant.lastUsed = when;
    world.changed();
  }
}

type Handler = (request: TwinRequest, session: Session) => TwinAnswer;

/** Lets a request in by its access token, counts it, and adds the header every REST answer carries. */
export const signedIn =
  (world: World, state: SalesforceState, handle: Handler) =>
  (request: TwinRequest): TwinAnswer => {
    const token = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
    const now = world.now();
    const session = state.sessions.find((one) => one.token !== null && one.token === token && isLive(one, now));
    if (!session) return refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (!/^v\d+\.0$/.test(request.params.version ?? ''))
      return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
    const { apiRequests } = state;
    if (apiRequests.used >= apiRequests.max) {
      return refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    session.lastUsed = now.toISOString();
    apiRequests.used += 1;
    const answer = handle(request, session);
    const usage = `api-usage=${apiRequests.used}/${apiRequests.max}`;
    return { ...answer, headers: { ...answer.headers, 'sforce-limit-info': usage } };
  };
