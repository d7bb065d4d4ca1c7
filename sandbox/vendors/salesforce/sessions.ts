import type { TwinAnswer, TwinRequest, World } from '#sandbox/twin.ts';
import { refuse } from './answers.ts';
import { openSession, recordLogin } from './sign-in.ts';
import { isLive, type SalesforceState, type Session } from './state.ts';

/**
 * What goes on between two questions. Colleagues keep working; and who holds a live refresh token opens the next session as soon as the
 * last one is gone. Freezing does not stop that here, because Salesforce does not document that it does: only revoking the grant ends it.
 */
export function passTime(world: World, state: SalesforceState): void {
  const now = world.now();
  const when = now.toISOString();
  for (const session of state.sessions) if (session.atWork) session.lastUsed = when;
  for (const grant of state.grants) {
    const { id, userId, appName, reopensFrom: address } = grant;
    if (address === null || state.sessions.some((session) => session.grantId === id && isLive(session, now))) continue;
    openSession(state, { userId, when, address, grantId: id });
    recordLogin(state, { userId, when, address, application: appName });
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
    if (!/^v\d+\.0$/.test(request.params.version ?? '')) {
      return refuse(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
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
