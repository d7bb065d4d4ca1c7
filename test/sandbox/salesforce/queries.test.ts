import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { people } from '#sandbox/company.ts';
import { seedAppExfiltration, seedQuarterlyExport } from '#sandbox/vendors/salesforce/seed.ts';
import type { apiEvents } from '#src/connectors/salesforce/queries/api-events.ts';
import type { bulkJobs } from '#src/connectors/salesforce/queries/bulk-jobs.ts';
import type { oauthGrants } from '#src/connectors/salesforce/queries/oauth-grants.ts';
import type { reportEvents } from '#src/connectors/salesforce/queries/report-events.ts';
import type { sessions } from '#src/connectors/salesforce/queries/sessions.ts';
import type { setupChanges } from '#src/connectors/salesforce/queries/setup-changes.ts';
import type { signIns } from '#src/connectors/salesforce/queries/sign-ins.ts';
import type { user } from '#src/connectors/salesforce/queries/user.ts';
import { dayUpTo, type Organisation, openOrganisation } from './organisation.ts';

const mara = { email: people.mara.email };
const rui = { email: people.rui.email };
let org: Organisation;

beforeEach(async () => {
  org = await openOrganisation();
});
afterEach(() => org.close());

const window = () => dayUpTo(org.world);

describe('a person read through an app nobody installed', () => {
  beforeEach(() => seedAppExfiltration(org.world));

  it('shows who it is', async () => {
    const { data, summary } = await org.ask<z.infer<typeof user.data>>('salesforce.user', { person: mara });
    expect(data).toEqual({
      userId: people.mara.salesforceId,
      username: 'mara.ito@northwind.example.crm',
      name: 'Mara Ito',
      email: people.mara.email,
      active: true,
      frozen: false,
      profile: 'Standard User',
      license: 'Salesforce',
      department: 'Sales',
      title: 'Sales operations',
      manager: { name: people.tom.name, email: people.tom.email },
      integration: false,
    });
    expect(summary).toBe(
      'Mara Ito (Sales operations, Sales) is Standard User on a Salesforce licence; the account is active and not frozen.',
    );
  });

  it('puts the rows read beside the usual day and the highest', async () => {
    const answer = await org.ask<z.infer<typeof apiEvents.data>>('salesforce.api-events', {
      person: mara,
      ...window(),
    });
    expect(answer.data).toEqual({
      rows: 41_250,
      byObject: [{ object: 'Contact', rows: 41_250 }],
      apps: ['My Ticket Portal'],
      personalFields: ['FirstName', 'LastName', 'Email', 'Phone'],
      usualDay: 120,
      highestDay: 2_300,
      activeDays: 37,
    });
    expect(answer.summary).toBe(
      'Mara Ito read 41,250 Contact rows through My Ticket Portal; usual day 120, highest of 37 active days 2,300.',
    );
    expect(answer.events).toEqual([
      {
        when: '2026-11-20T09:06:00.000Z',
        what: '41,250 Contact rows read through My Ticket Portal in 9 queries within 8 minutes',
        where: '203.0.113.77',
      },
    ]);
    expect(answer.notVisible).toEqual([
      'Calls of the Salesforce mobile app and of the Tooling API: ApiEvent never holds them.',
    ]);
  });

  it('names the address that was never seen before', async () => {
    const answer = await org.ask<z.infer<typeof signIns.data>>('salesforce.sign-ins', { person: mara, ...window() });
    expect(answer.data.newAddresses).toEqual(['203.0.113.77']);
    expect(answer.data.activeDays).toBe(37);
    expect(answer.data.signIns.map(({ address, type }) => [address, type])).toEqual([
      ['198.51.100.10', 'SAML Sfdc Initiated SSO'],
      ['203.0.113.77', 'Remote Access 2.0'],
      ['203.0.113.77', 'Remote Access 2.0'],
    ]);
    expect(answer.summary).toBe(
      'Mara Ito signed in 3 times, from 2 addresses, never seen before: 203.0.113.77 (NL); 37 active days known from the 90 days before.',
    );
  });

  it('tells the app nobody installed from the one an administrator did', async () => {
    const answer = await org.ask<z.infer<typeof oauthGrants.data>>('salesforce.oauth-grants', { person: mara });
    expect(answer.data.capped).toBe(false);
    expect(answer.data.grants.map(({ appName, installedByAdmin }) => [appName, installedByAdmin])).toEqual([
      ['My Ticket Portal', false],
      ['My Ticket Portal', false],
      ['Sales Dashboard', true],
    ]);
    expect(answer.summary).toBe(
      'Mara Ito has 3 grants to 2 apps, 2 to My Ticket Portal, installed by no administrator.',
    );
    expect(answer.events).toEqual([
      {
        when: '2026-11-20T09:02:00.000Z',
        what: '"My Ticket Portal" authorised in Salesforce (2 grants); no administrator installed it',
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain('sandbox-delete-token');
  });

  it('lists live sessions without its own', async () => {
    const answer = await org.ask<z.infer<typeof sessions.data>>('salesforce.sessions', { person: mara });
    expect(answer.data.count).toBe(3);
    expect(answer.data.sessions.map(({ type, address }) => [type, address]).toSorted()).toEqual([
      ['Oauth2', '203.0.113.77'],
      ['Oauth2', '203.0.113.77'],
      ['UI', '198.51.100.10'],
    ]);
    const own = await org.ask<z.infer<typeof sessions.data>>('salesforce.sessions', {
      person: { userId: '0055f00000CORDNAAQ' },
    });
    expect(own.data.count).toBe(0);
  });

  it('counts the rows of bulk jobs and says that deleted ones do not show', async () => {
    const answer = await org.ask<z.infer<typeof bulkJobs.data>>('salesforce.bulk-jobs', { person: mara, ...window() });
    expect(answer.data.jobs).toMatchObject([
      { object: 'Contact', operation: 'query', state: 'JobComplete', rows: 41_250 },
    ]);
    expect(answer.notVisible[0]).toContain('Deleted jobs');
  });

  it('finds changes others made that name the person', async () => {
    const since = '2026-10-01T00:00:00Z';
    const answer = await org.ask<z.infer<typeof setupChanges.data>>('salesforce.setup-changes', {
      person: mara,
      since,
      until: window().until,
    });
    expect(answer.data.changes).toMatchObject([{ action: 'PermSetAssign', by: people.sam.name, delegate: null }]);
    expect(answer.summary).toBe('0 setup changes by Mara Ito, 1 by others naming them.');
  });

  it('reads reports', async () => {
    const since = '2026-11-01T00:00:00Z';
    const answer = await org.ask<z.infer<typeof reportEvents.data>>('salesforce.report-events', {
      person: mara,
      since,
      until: window().until,
    });
    expect(answer.data.reports.length).toBeGreaterThan(0);
    expect(answer.data.reports[0]).toMatchObject({ name: 'Pipeline by region', rows: 310, exported: false });
  });

  it('adds a second occurrence without breaking the first', async () => {
    org.world.advance(60 * 60_000);
    seedAppExfiltration(org.world);
    const grants = await org.ask<z.infer<typeof oauthGrants.data>>('salesforce.oauth-grants', { person: mara });
    expect(grants.data.grants.filter(({ appName }) => appName === 'My Ticket Portal')).toHaveLength(4);
    const read = await org.ask<z.infer<typeof apiEvents.data>>('salesforce.api-events', { person: mara, ...window() });
    expect(read.data.rows).toBe(82_500);
    expect(read.data.activeDays).toBe(37);
  });
});

it('shows the quarterly export as what it is', async () => {
  seedQuarterlyExport(org.world);
  const read = await org.ask<z.infer<typeof apiEvents.data>>('salesforce.api-events', { person: rui, ...window() });
  expect(read.data).toMatchObject({ rows: 38_400, apps: ['Data Loader'] });
  expect(read.data.highestDay).toBeGreaterThanOrEqual(38_050);
  expect(read.data.activeDays).toBeGreaterThan(45);
  const from = await org.ask<z.infer<typeof signIns.data>>('salesforce.sign-ins', { person: rui, ...window() });
  expect(from.data.newAddresses).toEqual([]);
  const grants = await org.ask<z.infer<typeof oauthGrants.data>>('salesforce.oauth-grants', { person: rui });
  expect(grants.data.grants.every(({ installedByAdmin }) => installedByAdmin)).toBe(true);
});

it.each(['2026-11-22T00:00:30.000Z', '2026-11-22T23:59:30.000Z', '2026-03-01T12:00:00.000Z'])(
  'tells the same story at %s',
  async (now) => {
    const other = await openOrganisation(new Date(now));
    seedAppExfiltration(other.world);
    const read = await other.ask<z.infer<typeof apiEvents.data>>('salesforce.api-events', {
      person: mara,
      ...dayUpTo(other.world),
    });
    expect(read.data).toMatchObject({ rows: 41_250, usualDay: 120, highestDay: 2_300, activeDays: 37 });
    await other.close();
  },
);

describe('what cannot be seen', () => {
  it('is not licensed', async () => {
    org.state.licensed.eventMonitoring = false;
    const asked = org.ask('salesforce.api-events', { person: mara, ...window() });
    await expect(asked).rejects.toMatchObject({
      kind: 'not-licensed',
      message: expect.stringContaining('Event Monitoring'),
    });
    await expect(org.ask('salesforce.report-events', { person: mara, ...window() })).rejects.toMatchObject({
      kind: 'not-licensed',
    });
  });

  it('is hidden for want of a permission', async () => {
    org.state.permitted = { manageUsers: false, customizeApplication: false };
    const grants = await org.ask<z.infer<typeof oauthGrants.data>>('salesforce.oauth-grants', { person: mara });
    expect(grants.notVisible[0]).toContain('lacks Customize Application');
    const live = await org.ask<z.infer<typeof sessions.data>>('salesforce.sessions', { person: mara });
    expect(live.notVisible[0]).toContain('lacks Manage Users');
    const known = await org.ask<z.infer<typeof user.data>>('salesforce.user', { person: mara });
    expect(known.data.frozen).toBeNull();
  });

  it('was cut off at 2,500 grants', async () => {
    const [first] = org.state.grants;
    if (!first) throw new Error('the organisation has no grant');
    org.state.grants = Array.from({ length: 2_600 }, (_, index) => ({
      ...first,
      id: `g${index}`,
      deleteToken: `t${index}`,
    }));
    const answer = await org.ask<z.infer<typeof oauthGrants.data>>('salesforce.oauth-grants', { person: mara });
    expect(answer.data).toMatchObject({ capped: true, grants: { length: 2_500 } });
    expect(answer.notVisible[0]).toBe('100 more grants: Salesforce shows 2,500 at most.');
  });

  it('names nobody', async () => {
    const stranger = { email: 'nobody@northwind.example' };
    await expect(org.ask('salesforce.user', { person: stranger })).rejects.toMatchObject({ code: 'user-not-found' });
  });

  it('does not guess between two people', async () => {
    const twice = org.state.users.filter(({ email }) => email === mara.email);
    org.state.users.push(...twice.map((one) => ({ ...one, id: '0055f000000999AAQA', username: 'other' })));
    await expect(org.ask('salesforce.user', { person: mara })).rejects.toMatchObject({ code: 'user-ambiguous' });
    const [added] = org.state.users.slice(-1);
    if (added) added.isActive = false;
    await expect(org.ask('salesforce.user', { person: mara })).resolves.toBeDefined();
  });
});

describe('check', () => {
  const states = async () => Object.fromEntries((await org.check()).map(({ source, state }) => [source, state]));

  it('is healthy where everything is licensed and permitted', async () => {
    seedAppExfiltration(org.world);
    expect(await states()).toEqual({
      LoginHistory: 'healthy',
      OauthToken: 'healthy',
      AuthSession: 'healthy',
      SetupAuditTrail: 'healthy',
      ApiEvent: 'healthy',
      ReportEvent: 'healthy',
      'Bulk API jobs': 'healthy',
      'API requests': 'healthy',
    });
  });

  it('tells not licensed, not permitted and empty apart', async () => {
    org.state.licensed.eventMonitoring = false;
    org.state.permitted = { manageUsers: false, customizeApplication: false };
    expect(await states()).toEqual({
      LoginHistory: 'not-permitted',
      OauthToken: 'empty',
      AuthSession: 'not-permitted',
      SetupAuditTrail: 'healthy',
      ApiEvent: 'not-licensed',
      ReportEvent: 'not-licensed',
      'Bulk API jobs': 'empty',
      'API requests': 'healthy',
    });
  });

  it('reports the quota', async () => {
    org.state.apiRequests.used = 95_000;
    const capability = (await org.check()).find(({ source }) => source === 'API requests');
    expect(capability).toMatchObject({ state: 'off', detail: expect.stringContaining('of 100,000 used') });
  });
});
