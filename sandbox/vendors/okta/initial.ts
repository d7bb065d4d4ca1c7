import { type Colleague, company, people } from '#sandbox/company.ts';
import { usualMoments } from './history.ts';
import { EVERYONE_GROUP, type OktaState, type OktaUser, QUARANTINE_GROUP } from './state.ts';

export const ALL_SCOPES = [
  'okta.logs.read',
  'okta.users.read',
  'okta.users.manage',
  'okta.groups.read',
  'okta.groups.manage',
  'okta.roles.read',
];

const groupIdOf = (department: string): string => `00g${department.toLowerCase().padEnd(17, '0')}`;

/** Northwind as it is on a good day. */
export function initialState(now: Date): OktaState {
  const staff = Object.values(people).filter(({ email }) => email.endsWith(`@${company.domain}`));
  const departments = new Set(staff.map(({ department }) => department));
  return {
    seq: 0,
    lagMs: 0,
    callsPerMinute: { logs: 600, other: 2000 },
    requireDpop: true,
    grantedScopes: [...ALL_SCOPES],
    hasAdminRole: true,
    apiTokens: ['sandbox-okta-api-token'],
    nonce: 'sandbox-nonce-1',
    accessTokens: {},
    users: Object.fromEntries(staff.map((who) => [who.oktaId, toUser(who, now)])),
    groups: {
      [EVERYONE_GROUP]: { name: 'Everyone', type: 'BUILT_IN' },
      [QUARANTINE_GROUP]: { name: 'Cordon step-up', type: 'OKTA_GROUP' },
      ...Object.fromEntries([...departments].map((name) => [groupIdOf(name), { name, type: 'OKTA_GROUP' }])),
    },
    clients: {},
    tokens: [],
    grants: [],
    history: Object.fromEntries(staff.map((who) => [who.oktaId, usualMoments(who, now)])),
    visits: [],
    deeds: [],
  };
}

function toUser(who: Colleague, now: Date): OktaUser {
  const [firstName = who.name, ...rest] = who.name.split(' ');
  const created = now.getTime() - 400 * 86_400_000;
  return {
    id: who.oktaId,
    login: who.email,
    firstName,
    lastName: rest.join(' '),
    department: who.department,
    title: who.title,
    manager: people.tom.name,
    status: who.role === 'deactivated' ? 'DEPROVISIONED' : 'ACTIVE',
    statusChanged: created,
    groups: [EVERYONE_GROUP, groupIdOf(who.department)],
    roles: who.key === 'sam' ? ['Super Administrator'] : [],
    factors: [
      {
        id: `ufs${who.oktaId.slice(3, 11)}okverify`,
        factorType: 'signed_nonce',
        provider: 'OKTA',
        label: 'Okta Verify',
        created,
        byIntruder: false,
      },
    ],
    sessions: [],
    cleared: false,
    shown: false,
  };
}
