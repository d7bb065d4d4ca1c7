import { describe, expect, it } from 'vitest';
import { people } from '#sandbox/company.ts';
import { seedFactorEnrolment, seedRareSignIn, seedUsualDay, seedUsualFinanceDay } from '#sandbox/vendors/okta/seed.ts';
import { call, serviceApp } from '../../src/connectors/okta/open-okta.ts';
import { lastDays, serveOkta } from './served-okta.ts';

const byEmail = (key: keyof typeof people) => ({ person: { email: people[key].email } });

describe('who somebody is', () => {
  it('answers by login', async () => {
    const { open } = await serveOkta();
    expect(await open().ask('okta.user', byEmail('mara'), call)).toMatchObject({
      summary: 'Mara Ito, Sales operations in Sales, is ACTIVE in Okta, with 2 groups and no admin roles.',
      data: {
        userId: people.mara.oktaId,
        status: 'ACTIVE',
        login: 'mara.ito@northwind.example',
        department: 'Sales',
        manager: 'Tom Ng',
        groups: ['Everyone', 'Sales'],
        adminRoles: [],
      },
      notVisible: [],
    });
  });

  it('names admin roles, and says so when they cannot be read', async () => {
    const { open, state } = await serveOkta();
    expect(await open().ask('okta.user', byEmail('sam'), call)).toMatchObject({
      data: { adminRoles: ['Super Administrator'] },
    });
    state.grantedScopes = state.grantedScopes.filter((scope) => scope !== 'okta.roles.read');
    const auth = { scopes: state.grantedScopes };
    expect(await open({ auth: { ...serviceApp, ...auth } }).ask('okta.user', byEmail('sam'), call)).toMatchObject({
      summary: expect.stringContaining('admin roles unknown'),
      data: { adminRoles: [] },
      notVisible: [expect.stringContaining('okta.roles.read')],
    });
  });

  it('says when Okta has nobody of that name', async () => {
    const { open } = await serveOkta();
    await expect(
      open().ask('okta.user', { person: { email: 'nobody@northwind.example' } }, call),
    ).rejects.toMatchObject({
      kind: 'not-found',
      message:
        'Okta has no user nobody@northwind.example. If this person signs in under another login, ask by the Okta user id.',
    });
  });
});

describe('sign-ins', () => {
  it('shows what is new beside what is usual', async () => {
    const { open, world } = await serveOkta();
    seedFactorEnrolment(world);
    const answer = await open().ask(
      'okta.sign-ins',
      { ...byEmail('mara'), ...lastDays(world.now(), 1), app: 'salesforce' },
      call,
    );
    expect(answer).toMatchObject({
      summary:
        'Mara Ito: 1 sign-in to salesforce, 1 from a network never seen before (Example Hosting BV), none known to lack a second factor; 37 active days in the 89 days before.',
      data: { newNetworks: ['Example Hosting BV'], activeDays: 37, withoutMfa: 0 },
      events: [
        {
          when: '2026-11-22T08:52:25.000Z',
          what: 'Signed in to Salesforce through Okta, from a network never seen for this person',
          where: 'Rotterdam, network Example Hosting BV, 203.0.113.77',
        },
      ],
      notVisible: [expect.stringContaining('may be missing')],
    });
  });

  it('sees that a password alone was enough', async () => {
    const { open, world } = await serveOkta();
    seedRareSignIn(world);
    const answer = await open().ask('okta.sign-ins', { ...byEmail('dana'), ...lastDays(world.now(), 2) }, call);
    expect(answer.data).toMatchObject({
      signIns: [
        { when: '2026-11-21T17:30:20.000Z', app: null, city: 'Lagos', mfa: 'no' },
        { app: 'QuickBooks', country: 'Nigeria', mfa: 'no' },
      ],
      newNetworks: ['Example Hosting BV'],
      activeDays: 52,
      withoutMfa: 2,
    });
  });

  it.each([
    ['rui', 41],
    ['dana', 52],
    ['ana', 45],
  ] as const)('finds nothing strange about an ordinary day of %s', async (key, activeDays) => {
    const { open, world } = await serveOkta();
    seedUsualDay(world, 'rui');
    seedUsualFinanceDay(world);
    const answer = await open().ask('okta.sign-ins', { ...byEmail(key), ...lastDays(world.now(), 2) }, call);
    expect(answer.data).toMatchObject({
      signIns: [{ mfa: 'yes' }, { mfa: 'yes' }],
      newNetworks: [],
      activeDays,
      withoutMfa: 0,
    });
    expect(answer.events).toHaveLength(2);
  });

  it('says so when nothing happened, and when the window is older than the log', async () => {
    const { open, world } = await serveOkta();
    const quiet = await open().ask('okta.sign-ins', { ...byEmail('mara'), ...lastDays(world.now(), 1) }, call);
    expect(quiet).toMatchObject({
      summary: 'Mara Ito: no sign-ins in this window (37 active days in the 89 days before).',
      events: [],
    });
    const old = { since: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' };
    expect(await open().ask('okta.sign-ins', { ...byEmail('mara'), ...old }, call)).toMatchObject({
      data: { signIns: [], activeDays: 0 },
      notVisible: ['Okta keeps 90 days of its log; nothing before 2026-08-24 was read.'],
    });
  });
});

describe('factor changes and grants', () => {
  it('names the factor, who enrolled it and from where', async () => {
    const { open, world } = await serveOkta();
    seedFactorEnrolment(world);
    expect(
      await open().ask('okta.factor-changes', { ...byEmail('mara'), ...lastDays(world.now(), 7) }, call),
    ).toMatchObject({
      summary: 'Mara Ito: 1 factor change (SMS enrolled by the user); 0 in the 83 days before.',
      data: {
        changes: [
          { when: '2026-11-22T08:51:00.000Z', kind: 'enrolled', factor: 'SMS', bySelf: true, city: 'Rotterdam' },
        ],
      },
      events: [
        {
          when: '2026-11-22T08:51:00.000Z',
          what: 'New factor enrolled in Okta (SMS)',
          where: 'Rotterdam, network Example Hosting BV, 203.0.113.77',
        },
      ],
    });
  });

  it('counts apps, grants and living tokens', async () => {
    const { open, world } = await serveOkta();
    seedFactorEnrolment(world);
    expect(await open().ask('okta.grants', byEmail('mara'), call)).toMatchObject({
      summary: 'Mara Ito: 1 app with access through Okta (My Ticket Portal), 2 grants, 1 refresh token alive.',
      data: {
        clients: [{ name: 'My Ticket Portal' }],
        grants: [{ scope: 'openid' }, { scope: 'offline_access' }],
        refreshTokens: 1,
      },
    });
  });
});

it('tells the same story again later', async () => {
  const { open, world } = await serveOkta();
  seedFactorEnrolment(world);
  world.advance(26 * 3_600_000);
  seedFactorEnrolment(world);
  const changes = await open().ask('okta.factor-changes', { ...byEmail('mara'), ...lastDays(world.now(), 1) }, call);
  expect(changes.summary).toContain('1 factor change');
  expect((await open().ask('okta.grants', byEmail('mara'), call)).data).toMatchObject({ refreshTokens: 1 });
});
