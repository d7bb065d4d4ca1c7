import { people } from '#sandbox/company.ts';
import type { World } from '#sandbox/twin.ts';
import { dataLoader, usualAddress } from './initial.ts';
import { type ApiCall, nextId, nextSecret, type SalesforceState, type Session, salesforceState } from './state.ts';

const MINUTE = 60_000;
const SESSION_SECONDS = 8 * 3_600;

const strangerApp = 'My Ticket Portal';
const stranger = { address: '203.0.113.77', country: 'NL' };
/** 41,250 in all. */
const STRANGER_BATCHES = [4_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 2_250];

/**
 * Mara, over the last 50 minutes: signs in as usual, is talked into authorising an app nobody installed (twice), and it reads 41,250
 * contacts from an address never seen. Each call adds a new occurrence; an account frozen by an earlier one is open again.
 */
export function seedAppExfiltration(world: World): void {
  const state = salesforceState(world);
  const { mara } = people;
  const userId = mara.salesforceId;
  const before = (minutes: number) => new Date(world.now().getTime() - minutes * MINUTE).toISOString();
  reopen(state, userId);

  const home = usualAddress(userId);
  signIn(state, {
    userId,
    when: before(50),
    address: home,
    country: 'NL',
    type: 'SAML Sfdc Initiated SSO',
    application: 'Browser',
  });
  state.sessions.push(
    session(state, { userId, when: before(50), lastUsed: before(1), address: home, type: 'UI', grantId: null }),
  );

  for (const minutes of [12, 11.5]) {
    const when = before(minutes);
    const grantId = nextId(state, 'grant');
    state.grants.push({
      id: grantId,
      userId,
      appName: strangerApp,
      appMenuItemId: null,
      created: when,
      lastUsed: before(1),
      useCount: 1,
      deleteToken: nextSecret(state, 'sandbox-delete-token-'),
      reopensFrom: stranger,
    });
    signIn(state, { userId, when, ...stranger, type: 'Remote Access 2.0', application: strangerApp });
    state.sessions.push(
      session(state, { userId, when, lastUsed: before(0.5), address: stranger.address, type: 'Oauth2', grantId }),
    );
  }
  const export_ = { userId, address: stranger.address, application: strangerApp, appId: null, minutes: 8 };
  readContacts(state, world, export_, STRANGER_BATCHES);
  watch(state, { userId, appName: strangerApp, hostile: true });
  world.changed();
}

/** Rui, in the last minutes: the export of every quarter, with the app he always uses, from where he always is. */
export function seedQuarterlyExport(world: World): void {
  const state = salesforceState(world);
  const userId = people.rui.salesforceId;
  const address = usualAddress(userId);
  const before = (minutes: number) => new Date(world.now().getTime() - minutes * MINUTE).toISOString();
  reopen(state, userId);
  signIn(state, {
    userId,
    when: before(9),
    address,
    country: 'NL',
    type: 'Remote Access 2.0',
    application: dataLoader.name,
  });
  const grantId =
    state.grants.find((grant) => grant.userId === userId && grant.appName === dataLoader.name)?.id ?? null;
  state.sessions.push(
    session(state, { userId, when: before(9), lastUsed: before(0.5), address, type: 'Oauth2', grantId }),
  );
  const export_ = { userId, address, application: dataLoader.name, appId: dataLoader.id, minutes: 6 };
  readContacts(state, world, export_, [10_000, 10_000, 10_000, 8_400]);
  watch(state, { userId, appName: dataLoader.name, hostile: false });
  world.changed();
}

function reopen(state: SalesforceState, userId: string): void {
  const user = state.users.find(({ id }) => id === userId);
  if (user) user.isFrozen = false;
}

interface SignIn {
  userId: string;
  when: string;
  address: string;
  country: string;
  type: string;
  application: string;
}

function signIn(state: SalesforceState, login: SignIn): void {
  state.logins.push({ id: nextId(state, '0Ya'), ...login, status: 'Success' });
}

type SessionParts = Pick<Session, 'userId' | 'lastUsed' | 'address' | 'type' | 'grantId'> & { when: string };

const session = (state: SalesforceState, { when, ...parts }: SessionParts): Session => ({
  id: nextId(state, '0Ak'),
  level: parts.type === 'UI' ? 'HIGH_ASSURANCE' : 'STANDARD',
  loginType: parts.type === 'UI' ? 'SAML Sfdc Initiated SSO' : 'Remote Access 2.0',
  created: when,
  secondsValid: SESSION_SECONDS,
  token: null,
  ...parts,
});

interface Export {
  userId: string;
  address: string;
  application: string;
  appId: string | null;
  minutes: number;
}

/** One bulk query job and the calls that fetch it, evenly over the last minutes. */
function readContacts(state: SalesforceState, world: World, from: Export, batches: readonly number[]): void {
  const { minutes, ...caller } = from;
  const now = world.now().getTime();
  const start = now - minutes * MINUTE;
  const step = (now - MINUTE / 4 - start) / Math.max(1, batches.length - 1);
  const sessionKey = nextSecret(state, 'key');
  const calls = batches.map(
    (rows, index): ApiCall => ({
      id: nextId(state, '0Ae'),
      ...caller,
      when: new Date(start + index * step).toISOString(),
      apiType: 'Bulk',
      object: 'Contact',
      query: `SELECT Id, FirstName, LastName, Email, Phone, MailingCountry FROM Contact ORDER BY Id LIMIT ${rows} OFFSET ${index}`,
      rows,
      sessionKey,
    }),
  );
  state.apiCalls.push(...calls);
  state.bulkJobs.push({
    id: nextId(state, '750'),
    userId: from.userId,
    created: new Date(start).toISOString(),
    object: 'Contact',
    operation: 'query',
    state: 'JobComplete',
    jobType: 'V2Query',
    rows: batches.reduce((sum, rows) => sum + rows, 0),
  });
}

function watch(state: SalesforceState, watched: SalesforceState['watched'][number]): void {
  const isSame = (one: typeof watched) => one.userId === watched.userId && one.appName === watched.appName;
  if (!state.watched.some(isSame)) state.watched.push(watched);
}
