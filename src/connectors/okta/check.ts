import { z } from 'zod';
import { VendorError, type VendorErrorKind } from '../../errors.ts';
import type { Call, Capability } from '../contract.ts';
import type { OktaClient } from './client.ts';
import { DAY_MS, quoted, RETENTION_DAYS } from './log.ts';
import { LogEvent } from './log-event.ts';
import { readAdminRoles } from './membership.ts';
import { answeredAt, readRateLimit } from './rate-limit.ts';
import { route } from './route.ts';
import { Factor, Grant, Group } from './schema.ts';
import { count } from './wording.ts';

const LOOK_BACK_DAYS = 7;

type Finding = Omit<Capability, 'source'>;

/** What of Okta this installation can really reach, source by source. */
export async function check(client: OktaClient, { signal }: Call): Promise<readonly Capability[]> {
  const probe = (source: string, scope: string, read: () => Promise<Finding>) =>
    read().then(
      (finding) => ({ source, ...finding }),
      (error: unknown) => ({ source, ...explain(client, scope, error) }),
    );
  const log = await probe('System Log', 'okta.logs.read', () => checkLog(client, signal));
  const users = await client
    .read({ path: '/api/v1/users', query: { limit: 1 }, shape: z.array(z.object({ id: z.string() })), signal })
    .then(({ data }) => data[0]?.id ?? null)
    .catch((error: unknown) => ({ error }));
  const ofSomebody = (what: string, read: (userId: string) => Promise<unknown>) => async (): Promise<Finding> => {
    if (users === null) return { state: 'empty', detail: 'Okta lists no user to try this with.' };
    if (typeof users === 'object') throw users.error;
    await read(users);
    return { state: 'healthy', detail: `${what} can be read.` };
  };
  const list = (path: string, row: z.ZodType) => client.read({ path, shape: z.array(row), signal });
  return [
    log,
    await probe(
      'Users',
      'okta.users.read',
      ofSomebody('Users', async () => undefined),
    ),
    await probe(
      'Factors',
      'okta.users.read',
      ofSomebody('Factors', (id) => list(route`/api/v1/users/${id}/factors`, Factor)),
    ),
    await probe(
      'Grants',
      'okta.users.read',
      ofSomebody('Grants', (id) => list(route`/api/v1/users/${id}/grants`, Grant)),
    ),
    await probe(
      'Admin roles',
      'okta.roles.read',
      ofSomebody('Admin roles', (id) => readAdminRoles(client, id, signal)),
    ),
    await probe('Step-up group', 'okta.groups.read', () => checkGroup(client, signal)),
  ];
}

async function checkLog(client: OktaClient, signal: AbortSignal): Promise<Finding> {
  const until = client.clock.now();
  const since = new Date(until.getTime() - LOOK_BACK_DAYS * DAY_MS);
  const query = { since: since.toISOString(), until: until.toISOString(), limit: 1, sortOrder: 'DESCENDING' };
  const { data, headers } = await client.read({ path: '/api/v1/logs', query, shape: z.array(LogEvent), signal });
  const rate = readRateLimit(headers);
  const left = rate ? ` ${rate.remaining} of ${rate.limit} calls a minute are left.` : '';
  const newest = data[0];
  if (!newest) return { state: 'empty', detail: `No event in the last ${LOOK_BACK_DAYS} days.${left}` };
  const minutes = Math.max(
    0,
    Math.round((answeredAt(headers, client.clock).getTime() - Date.parse(newest.when)) / 60_000),
  );
  const age = `The newest event is ${count(minutes, 'minute')} old.`;
  return { state: 'healthy', detail: `${age} Okta keeps ${RETENTION_DAYS} days; events can be minutes late.${left}` };
}

async function checkGroup(client: OktaClient, signal: AbortSignal): Promise<Finding> {
  const id = client.quarantineGroupId;
  if (id === undefined) {
    return {
      state: 'off',
      detail: 'connectors.okta.quarantine_group_id is not set, so asking for a second factor is not offered.',
    };
  }
  const query = { filter: `id eq ${quoted(id)}` };
  const { data } = await client.read({ path: '/api/v1/groups', query, shape: z.array(Group), signal });
  const group = data.find((one) => one.id === id);
  if (!group) return { state: 'off', detail: `Okta has no group ${id}. Correct connectors.okta.quarantine_group_id.` };
  if (group.type !== 'OKTA_GROUP') {
    return {
      state: 'off',
      detail: `"${group.name}" is not an Okta group, so nobody can be added to it. Choose another one.`,
    };
  }
  return {
    state: 'healthy',
    detail: `"${group.name}" exists. Whether its policy asks for a second factor is not read.`,
  };
}

const STATES: Readonly<Partial<Record<VendorErrorKind, Capability['state']>>> = {
  'not-permitted': 'not-permitted',
  unauthenticated: 'not-permitted',
  'not-licensed': 'not-licensed',
};

/** Okta refuses a missing scope and a missing admin role alike; the token's own scopes tell which it was. */
function explain(client: OktaClient, scope: string, error: unknown): Finding {
  if (!(error instanceof VendorError)) throw error;
  const state = STATES[error.kind] ?? 'unreachable';
  const scopes = client.scopes();
  if (error.vendorCode !== 'E0000006' || !scopes) return { state, detail: error.message };
  if (!scopes.has(scope)) {
    return {
      state,
      detail: `The token lacks the scope ${scope}. A super admin grants it under Applications, Okta API Scopes.`,
    };
  }
  return {
    state,
    detail: `The scope ${scope} is granted, but the app has no admin role that allows this. Assign Read-only Administrator at least.`,
  };
}
