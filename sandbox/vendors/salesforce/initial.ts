import { type Colleague, company, people } from '#sandbox/company.ts';
import type { World } from '#sandbox/twin.ts';
import { openSession } from './sign-in.ts';
import type { Grant, SalesforceState, SalesforceUser } from './state.ts';

/** The user Cordon works as. */
export const integrationUserId = '0055f00000CORDNAAQ';

export const usualAddress = (salesforceId: string): string => {
  if (salesforceId === people.mara.salesforceId) return '198.51.100.10';
  if (salesforceId === people.rui.salesforceId) return '198.51.100.24';
  return `198.51.100.${40 + Number(salesforceId.slice(10, 14))}`;
};

export const dataLoader = { id: '0H45f0000000002AAA', name: 'Data Loader' };
export const salesDashboard = { id: '0H45f0000000001AAA', name: 'Sales Dashboard' };

const administrators = new Set<string>([people.sam.key, people.tom.key]);
const managers: Readonly<Record<string, Colleague>> = {
  mara: people.tom,
  rui: people.tom,
  sam: people.tom,
  noor: people.sam,
  ana: people.jonas,
  dana: people.ana,
};

const worksHere = ({ role }: Colleague): boolean => !['guest', 'stranger', 'bot'].includes(role);

/** The twin's state, made up at the first call. Seeds and twin share it. */
export const salesforceState = (world: World): SalesforceState =>
  world.store('salesforce', () => initialState(world.now()));

/** The organisation on a good day. Its past is in history.ts. */
export function initialState(now: Date): SalesforceState {
  const colleagues: readonly Colleague[] = Object.values(people).filter(worksHere);
  const state: SalesforceState = {
    epoch: now.toISOString(),
    counter: 1000,
    licensed: { eventMonitoring: true },
    permitted: { manageUsers: true, customizeApplication: true },
    apiRequests: { used: 18_763, max: 100_000 },
    users: [...colleagues.map(userFor), integrationUser],
    installedApps: [salesDashboard, dataLoader, { id: '0H45f0000000003AAA', name: 'Salesforce for Outlook' }],
    grants: [
      grant(1, people.mara, salesDashboard, 214, now),
      grant(2, people.rui, dataLoader, 9, now),
      grant(3, people.rui, salesDashboard, 180, now),
    ],
    sessions: [],
    logins: [],
    apiCalls: [],
    reportRuns: [],
    setupChanges: [],
    bulkJobs: [],
    cursors: {},
    watched: [],
  };
  for (const { salesforceId: userId } of [people.noor, people.ana, people.jonas]) {
    openSession(state, { userId, when: now.toISOString(), address: usualAddress(userId), atWork: true });
  }
  return state;
}

function userFor(person: Colleague): SalesforceUser {
  return {
    id: person.salesforceId,
    username: `${person.email}.crm`,
    name: person.name,
    email: person.email,
    isActive: person.role !== 'deactivated',
    userType: 'Standard',
    profile: administrators.has(person.key) ? 'System Administrator' : 'Standard User',
    license: 'Salesforce',
    title: person.title,
    department: person.department,
    managerId: managers[person.key]?.salesforceId ?? null,
    userLoginId: `0Yw${person.salesforceId.slice(3)}`,
    isFrozen: false,
  };
}

const integrationUser: SalesforceUser = {
  id: integrationUserId,
  username: `cordon@${company.domain}.crm`,
  name: 'Cordon Integration',
  email: `security@${company.domain}`,
  isActive: true,
  userType: 'Standard',
  profile: 'Salesforce API Only System Integrations',
  license: 'Salesforce Integration',
  title: null,
  department: null,
  managerId: null,
  userLoginId: `0Yw${integrationUserId.slice(3)}`,
  isFrozen: false,
};

function grant(number: number, person: Colleague, app: { name: string }, useCount: number, now: Date): Grant {
  return {
    id: `grant-${number}`,
    userId: person.salesforceId,
    appName: app.name,
    appMenuItemId: `0DS5f000000000${number}AAA`,
    created: daysAgo(now, 300 + number),
    lastUsed: daysAgo(now, 2),
    useCount,
    deleteToken: `sandbox-delete-token-${number}`,
    reopensFrom: null,
  };
}

const daysAgo = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
