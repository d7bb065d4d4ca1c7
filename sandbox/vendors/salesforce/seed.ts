import { people } from '#sandbox/company.ts';
import type { World } from '#sandbox/twin.ts';
import { dataLoader, salesforceState, usualAddress } from './initial.ts';
import { openSession, recordLogin } from './sign-in.ts';
import { type ApiCall, nextId, nextSecret, type SalesforceState } from './state.ts';

const MINUTE = 60_000;

const strangerApp = 'My Ticket Portal';
const strangerAddress = '203.0.113.77';
/** 41,250 in all. */
const STRANGER_BATCHES = [4_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 2_250];
const QUARTERLY_BATCHES = [10_000, 10_000, 10_000, 8_400];

/**
 * Mara, over the last 50 minutes: signs in as usual, is talked into authorising an app nobody installed (twice), and it reads 41,250
 * contacts from an address never seen. Each call adds a new occurrence; an account frozen by an earlier one is open again.
 */
export function seedAppExfiltration(world: World): void {
  const state = salesforceState(world);
  const userId = people.mara.salesforceId;
  const before = minutesBefore(world);
  unfreeze(state, userId);

  const browser = { userId, when: before(50), address: usualAddress(userId) };
  recordLogin(state, browser);
  openSession(state, { ...browser, lastUsed: before(1) });

  for (const when of [before(12), before(11.5)]) {
    const app = { userId, when, address: strangerAddress };
    const grantId = grantToStranger(state, userId, when);
    recordLogin(state, { ...app, application: strangerApp });
    openSession(state, { ...app, grantId, lastUsed: before(0.5) });
  }
  const reader = { userId, address: strangerAddress, application: strangerApp, appId: null };
  readContacts(state, reader, { from: before(8), to: before(0.25), batches: STRANGER_BATCHES });
  watch(state, { userId, appName: strangerApp, hostile: true });
  world.changed();
}

/** Rui, in the last minutes: the export of every quarter, with the app he always uses, from where he always is. */
export function seedQuarterlyExport(world: World): void {
  const state = salesforceState(world);
  const userId = people.rui.salesforceId;
  const before = minutesBefore(world);
  unfreeze(state, userId);

  const app = { userId, when: before(9), address: usualAddress(userId) };
  const grant = state.grants.find((one) => one.userId === userId && one.appName === dataLoader.name);
  recordLogin(state, { ...app, application: dataLoader.name });
  openSession(state, { ...app, lastUsed: before(0.5), ...(grant ? { grantId: grant.id } : {}) });
  const reader = { userId, address: app.address, application: dataLoader.name, appId: dataLoader.id };
  readContacts(state, reader, { from: before(6), to: before(0.25), batches: QUARTERLY_BATCHES });
  watch(state, { userId, appName: dataLoader.name, hostile: false });
  world.changed();
}

const minutesBefore = (world: World) => (minutes: number) =>
  new Date(world.now().getTime() - minutes * MINUTE).toISOString();

function unfreeze(state: SalesforceState, userId: string): void {
  const user = state.users.find(({ id }) => id === userId);
  if (user) user.isFrozen = false;
}

function grantToStranger(state: SalesforceState, userId: string, created: string): string {
  const id = nextId(state, '888');
  state.grants.push({
    id,
    userId,
    appName: strangerApp,
    appMenuItemId: null,
    created,
    lastUsed: created,
    useCount: 1,
    deleteToken: nextSecret(state, 'sandbox-delete-token-'),
    reopensFrom: strangerAddress,
  });
  return id;
}

interface Reading {
  from: string;
  to: string;
  batches: readonly number[];
}

/** One bulk query job and the calls that fetch it, evenly over the time. */
function readContacts(
  state: SalesforceState,
  reader: Pick<ApiCall, 'userId' | 'address' | 'application' | 'appId'>,
  { from, to, batches }: Reading,
): void {
  const step = (Date.parse(to) - Date.parse(from)) / (batches.length - 1);
  const sessionKey = nextSecret(state, 'key');
  for (const [index, rows] of batches.entries()) {
    state.apiCalls.push({
      id: nextId(state, '0Ae'),
      ...reader,
      when: new Date(Date.parse(from) + index * step).toISOString(),
      apiType: 'Bulk',
      object: 'Contact',
      query: 'SELECT Id, FirstName, LastName, Email, Phone, MailingCountry FROM Contact',
      rows,
      sessionKey,
    });
  }
  state.bulkJobs.push({
    id: nextId(state, '750'),
    userId: reader.userId,
    created: from,
    object: 'Contact',
    operation: 'query',
    state: 'JobComplete',
    jobType: 'V2Query',
    rows: batches.reduce((sum, rows) => sum + rows, 0),
  });
}

function watch(state: SalesforceState, watched: SalesforceState['watched'][number]): void {
  const { userId, appName } = watched;
  if (state.watched.some((one) => one.userId === userId && one.appName === appName)) return;
  state.watched.push(watched);
}
