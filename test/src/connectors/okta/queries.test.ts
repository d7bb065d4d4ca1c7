import { describe, expect, it } from 'vitest';
import { fakeOkta, MARA, ORG, user } from './fake-okta.ts';
import { apiToken, call, openOkta } from './open-okta.ts';

const okta = fakeOkta();
const person = { userId: MARA };
const window = { since: '2026-11-21T09:14:00Z', until: '2026-11-22T09:00:00Z' };
const ask = (id: string, input: object) => openOkta(ORG, { auth: apiToken }).ask(id, input, call);

interface Parts {
  uuid: string;
  at: string;
  type?: string;
  network?: string;
  result?: string;
  session?: string;
  factor?: string;
  actor?: string;
  target?: object[];
  debug?: object;
  proxy?: boolean;
}

const event = ({
  uuid,
  at,
  type = 'user.session.start',
  network = 'Office',
  result = 'SUCCESS',
  session = uuid,
  ...more
}: Parts) => ({
  uuid,
  published: `2026-11-${at}.000Z`,
  eventType: type,
  actor: { id: more.actor ?? MARA, displayName: more.actor ?? 'Mara Ito' },
  outcome: { result },
  securityContext: { asOrg: network, isProxy: more.proxy ?? null },
  authenticationContext: { externalSessionId: session },
  debugContext: { debugData: { factor: more.factor, ...more.debug } },
  target: more.target ?? [],
});

const logs = (path: object[], match: RegExp, headers = {}) =>
  okta
    .get('/api/v1/logs')
    .query(({ filter }) => match.test(String(filter)))
    .reply(200, path, headers);

/** The answer to both log queries of `okta.sign-ins`: the window's and the history's. */
function signIns(recent: object[], before: object[] = []) {
  okta.get(`/api/v1/users/${MARA}`).reply(200, user());
  logs(recent, / and \(eventType eq /);
  logs(before, / and eventType eq "user\.session\.start"$/);
  return ask('okta.sign-ins', { person, ...window });
}

describe('sign-ins', () => {
  it('does not let failed attempts make a network usual', async () => {
    const before = [
      event({ uuid: 'b1', at: '01T08:00:00', network: 'Elsewhere', result: 'FAILURE' }),
      event({ uuid: 'b2', at: '01T09:00:00' }),
    ];
    const answer = await signIns([event({ uuid: 'u1', at: '22T08:00:00', network: 'Elsewhere' })], before);
    expect(answer.data).toMatchObject({ newNetworks: ['Elsewhere'], activeDays: 1 });
  });

  it('does not count a failed attempt as a new network', async () => {
    const answer = await signIns([event({ uuid: 'u1', at: '22T08:00:00', network: 'Elsewhere', result: 'FAILURE' })]);
    expect(answer).toMatchObject({
      summary:
        'Mara Ito: 1 sign-in, 1 refused, none from a new network, none known to lack a second factor; 0 active days in the 89 days before.',
      data: { newNetworks: [], withoutMfa: 0 },
      events: [{ what: 'Was refused at Okta' }],
    });
  });

  it('spells networks as Okta does and compares them without case', async () => {
    const answer = await signIns(
      [event({ uuid: 'u1', at: '22T08:00:00', network: 'OFFICE' })],
      [event({ uuid: 'b1', at: '01T08:00:00' })],
    );
    expect(answer.data).toMatchObject({ newNetworks: [] });
  });

  it('counts an event once', async () => {
    const one = event({ uuid: 'u1', at: '22T08:00:00' });
    expect((await signIns([one, one])).data).toMatchObject({ signIns: [{ when: '2026-11-22T08:00:00.000Z' }] });
  });

  it('judges by the session, also when it began before the window', async () => {
    const shared = { session: 's', type: 'user.authentication.auth_via_mfa' };
    const answer = await signIns([
      event({ ...shared, uuid: 'f1', at: '20T18:00:00', factor: 'PASSWORD_AS_FACTOR' }),
      event({ ...shared, uuid: 'f2', at: '20T18:00:01', factor: 'SMS_FACTOR' }),
      event({ uuid: 's1', at: '20T18:00:02', session: 's' }),
      event({
        uuid: 'a1',
        at: '22T08:00:00',
        session: 's',
        type: 'user.authentication.sso',
        target: [{ type: 'AppInstance', displayName: 'CRM' }],
      }),
    ]);
    expect(answer.data).toMatchObject({ signIns: [{ app: 'CRM', mfa: 'yes' }] });
    expect(answer.lookedAt[0]).toEqual({
      source: 'Okta System Log',
      from: '2026-11-20T09:14:00.000Z',
      to: '2026-11-22T09:00:00.000Z',
      rows: 4,
    });
  });

  it('tells refused factor checks, proxies and what Okta thinks of the risk', async () => {
    const answer = await signIns([
      event({
        uuid: 'f1',
        at: '22T07:00:00',
        type: 'user.authentication.auth_via_mfa',
        factor: 'OKTA_VERIFY_PUSH',
        result: 'FAILURE',
      }),
      event({
        uuid: 'u1',
        at: '22T08:00:00',
        proxy: true,
        debug: { risk: '{reasons=Anomalous Location, level=HIGH}' },
      }),
    ]);
    expect(answer.summary).toMatch(/ 1 factor check failed\.$/);
    expect(answer.events.map(({ what }) => what)).toEqual([
      'Factor check failed in Okta (Okta Verify push)',
      'Signed in to Okta, from a network never seen for this person, without a second factor, through a proxy, rated high risk by Okta',
    ]);
  });

  it('says where it stopped reading', async () => {
    okta.get(`/api/v1/users/${MARA}`).reply(200, user());
    logs([], /start"$/);
    for (let page = 0; page < 5; page += 1) {
      okta
        .get('/api/v1/logs')
        .query(({ filter, after }) => (page === 0 ? String(filter).includes('(') : after === String(page)))
        .reply(200, [event({ uuid: `u${page}`, at: '22T08:00:00' })], {
          link: `<${ORG}/api/v1/logs?after=${page + 1}>; rel="next"`,
        });
    }
    const answer = await ask('okta.sign-ins', { person, ...window });
    expect(answer.notVisible).toContain('Only the first 5 log events of this window were read.');
  });
});

it('keeps what an administrator did to others out of their own factor changes', async () => {
  okta.get(`/api/v1/users/${MARA}`).reply(200, user());
  const other = { type: 'User', id: '00uother000000000000' };
  const own = { type: 'User', id: MARA };
  logs(
    [
      event({ uuid: 'o1', at: '22T08:00:00', type: 'user.mfa.factor.reset_all', target: [other] }),
      event({ uuid: 'o2', at: '22T08:01:00', type: 'user.mfa.factor.activate', factor: 'SMS_FACTOR' }),
      event({ uuid: 'o3', at: '22T08:02:00', type: 'user.mfa.factor.reset_all', actor: 'Sam Okoro', target: [own] }),
      event({ uuid: 'o4', at: '01T08:02:00', type: 'user.mfa.factor.update', target: [own] }),
    ],
    /^eventType sw "user\.mfa\.factor\." and \(target\.id eq "00u.*" or actor\.id eq "00u.*"\)$/,
  );
  expect(await ask('okta.factor-changes', { person, ...window })).toMatchObject({
    summary:
      'Mara Ito: 2 factor changes (SMS enrolled by the user; factor reset by Sam Okoro); 1 in the 89 days before.',
    data: {
      changes: [
        { kind: 'enrolled', bySelf: true },
        { kind: 'reset', by: 'Sam Okoro', bySelf: false },
      ],
    },
    events: [{ what: 'New factor enrolled in Okta (SMS)' }, { what: 'Factors reset in Okta, by Sam Okoro' }],
  });
});

it('counts the tokens of ten apps, and says how many it left out', async () => {
  okta.get(`/api/v1/users/${MARA}`).reply(200, user());
  okta.get(`/api/v1/users/${MARA}/grants`).query({ limit: 200 }).reply(200, []);
  const clients = Array.from({ length: 12 }, (_, index) => ({ client_id: `0oa${index}`, client_name: `App ${index}` }));
  okta.get(`/api/v1/users/${MARA}/clients`).reply(200, clients);
  for (const { client_id } of clients.slice(0, 10)) {
    okta
      .get(`/api/v1/users/${MARA}/clients/${client_id}/tokens`)
      .query({ limit: 200 })
      .reply(200, [{ id: 'oar1' }]);
  }
  const answer = await ask('okta.grants', { person });
  expect(answer.data).toMatchObject({ refreshTokens: 10, grants: [] });
  expect(answer.notVisible).toContain('Tokens of 2 more apps were not counted.');
});
