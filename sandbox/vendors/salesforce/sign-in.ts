import { type Login, nextId, type SalesforceState, type Session } from './state.ts';

const IDLE_SECONDS = 8 * 3_600;

interface SessionParts {
  userId: string;
  when: string;
  address: string;
  lastUsed?: string;
  secondsValid?: number;
  /** Absent for a browser. */
  grantId?: string;
  token?: string;
  atWork?: true;
}

/** Opens a session: with a grant or a token an app's, else a browser's. */
export function openSession(state: SalesforceState, { when, grantId, token, ...parts }: SessionParts): Session {
  const isBrowser = grantId === undefined && token === undefined;
  const session: Session = {
    id: nextId(state, '0Ak'),
    type: isBrowser ? 'UI' : 'Oauth2',
    level: isBrowser ? 'HIGH_ASSURANCE' : 'STANDARD',
    loginType: isBrowser ? 'SAML Sfdc Initiated SSO' : 'Remote Access 2.0',
    created: when,
    lastUsed: when,
    secondsValid: IDLE_SECONDS,
    atWork: false,
    ...parts,
    grantId: grantId ?? null,
    token: token ?? null,
  };
  state.sessions.push(session);
  return session;
}

/** Writes a successful sign-in into the history: by an app, or by a browser without one. */
export function recordLogin(
  state: SalesforceState,
  { application, ...login }: Pick<Login, 'userId' | 'when' | 'address'> & { application?: string },
): void {
  state.logins.push({
    id: nextId(state, '0Ya'),
    ...login,
    country: 'NL',
    type: application === undefined ? 'SAML Sfdc Initiated SSO' : 'Remote Access 2.0',
    application: application ?? 'Browser',
    status: 'Success',
  });
}
