import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const evidence = (type: string, more: object = {}) => ({
  '@odata.type': `#microsoft.graph.security.${type}`,
  verdict: 'suspicious',
  roles: [],
  ...more,
});

const user = (name: string, ...roles: string[]) =>
  evidence('userEvidence', {
    roles,
    userAccount: {
      accountName: name,
      userPrincipalName: `${name}@northwind.example`,
      azureAdUserId: `id-${name}`,
      displayName: null,
    },
  });

const alert = (more: object = {}): Record<string, unknown> => ({
  '@odata.type': '#microsoft.graph.security.alert',
  id: 'ad0c1b5f9e_1',
  incidentId: '90211',
  status: 'new',
  severity: 'high',
  classification: 'unknown',
  determination: 'unknown',
  serviceSource: 'azureAdIdentityProtection',
  detectorId: 'AnomalousToken',
  title: 'Anomalous token',
  description: 'A session token was used with unusual characteristics.',
  category: 'CredentialAccess',
  mitreTechniques: ['T1528'],
  createdDateTime: '2026-11-22T08:02:11.7211305Z',
  lastUpdateDateTime: '2026-11-22T08:05:00.0000000Z',
  firstActivityDateTime: '2026-11-22T07:41:00.1234567Z',
  lastActivityDateTime: '2026-11-22T07:42:00Z',
  alertWebUrl: 'https://security.microsoft.com/alerts/x',
  comments: [],
  evidence: [
    evidence('userEvidence', {
      roles: ['compromised'],
      userAccount: {
        userPrincipalName: 'mara.ito@northwind.example',
        azureAdUserId: '0a1b',
        displayName: 'Mara Ito',
      },
    }),
    evidence('ipEvidence', { roles: ['attacker'], ipAddress: '198.51.100.23', countryLetterCode: 'NL' }),
    evidence('cloudLogonSessionEvidence', { sessionId: '177997dc', userAgent: 'axios/1.7.9' }),
    evidence('cloudApplicationEvidence', { appId: 11_114, displayName: 'Salesforce' }),
    evidence('oauthApplicationEvidence', { appId: '5f1b', displayName: 'My Ticket Portal' }),
    evidence('processEvidence', { processId: 4 }),
  ],
  systemTags: [],
  ...more,
});

const read = (more: object = {}): Detection => detected('graph', alert(more));

test('an alert', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'ad0c1b5f9e_1',
    reportedBy: 'Microsoft Entra ID Protection',
    title: 'Anomalous token',
    message: 'A session token was used with unusual characteristics.',
    grade: 'finding',
    rule: { uid: 'AnomalousToken', techniques: ['T1528'], analytics: [] },
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'high',
    senderSeverity: 'high',
    status: 'new',
    occurredAt: '2026-11-22T07:41:00.123Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: {
      email: 'mara.ito@northwind.example',
      name: 'Mara Ito',
      ids: { entra: '0a1b', username: 'mara.ito@northwind.example' },
    },
    integration: { name: 'My Ticket Portal', id: '5f1b' },
    addresses: [{ ip: '198.51.100.23', private: false, place: 'NL' }],
    objects: [{ type: 'app', name: 'Salesforce' }],
    counts: [],
    observables: [
      { type: 'session', value: '177997dc' },
      { type: 'user-agent', value: 'axios/1.7.9' },
    ],
    link: 'https://security.microsoft.com/alerts/x',
    notes: [
      'The alert also holds evidence Cordon does not read: processEvidence.',
      'No e-mail address was sent for mara.ito@northwind.example; the user name was read as one.',
    ],
  });
});

test('an updated alert is the same finding', () => {
  const later = { lastUpdateDateTime: '2026-11-22T08:10:00Z', severity: 'medium', status: 'inProgress' };
  expect(read(later).senderUid).toBe(read().senderUid);
  expect(read(later).notes).toContain('At the sender this is already in progress.');
});

describe('people by their roles', () => {
  test.each([
    ['compromised: whose access it is about', [user('mara', 'compromised')], { subject: 'mara' }],
    [
      'attacker and attacked are never swapped',
      [user('helpdesk', 'attacker'), user('dana', 'attacked')],
      { subject: 'dana', actor: 'helpdesk', target: 'dana' },
    ],
    [
      'nor in the other order',
      [user('dana', 'destination'), user('helpdesk', 'source')],
      { subject: 'dana', actor: 'helpdesk', target: 'dana' },
    ],
    [
      'a compromised account that was used against another',
      [user('mara', 'compromised', 'source'), user('dana', 'attacked')],
      { subject: 'mara', actor: 'mara', target: 'dana' },
    ],
    ['without a role nobody is said to have acted', [user('mara', 'contextual'), user('dana')], { subject: 'mara' }],
    ['who acted is the subject where nobody else is', [user('mara', 'source')], { subject: 'mara', actor: 'mara' }],
  ])('%s', (_what, people, expected) => {
    const { subject, actor, target } = read({ evidence: people });
    const names = { subject, actor, target };
    const named = Object.entries(names).flatMap(([key, party]) => (party ? [[key, party.ids.entra?.slice(3)]] : []));
    expect(Object.fromEntries(named)).toEqual(expected);
  });

  test('those without a place are told', () => {
    const people = ['mara', 'dana', 'ana', 'noor', 'sam'].map((name) => user(name, 'contextual'));
    expect(read({ evidence: people }).notes).toContain(
      'The sender also names dana@northwind.example, ana@northwind.example, noor@northwind.example and 1 more.',
    );
  });

  test('the owner of a mailbox stands in where there is no account', () => {
    const mailbox = evidence('mailboxEvidence', {
      primaryAddress: 'dana.ortiz@northwind.example',
      displayName: 'Dana Ortiz',
    });
    expect(read({ evidence: [mailbox] })).toMatchObject({
      subject: { email: 'dana.ortiz@northwind.example', name: 'Dana Ortiz' },
      objects: [{ type: 'mailbox', name: 'dana.ortiz@northwind.example' }],
    });
  });
});

test.each([
  ['informational', 'info'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['unknown', 'medium'],
  ['unknownFutureValue', 'medium'],
  [0, 'medium'],
  [100, 'medium'],
])('severity %s is %s', (severity, is) => {
  expect(read({ severity })).toMatchObject({ severity: is, senderSeverity: String(severity) });
});

test.each([
  [{ status: 'new' }, 'new'],
  [{ status: 'inProgress' }, 'new'],
  [{ status: 'resolved' }, 'closed'],
  [{ status: 'resolved', classification: 'truePositive' }, 'closed'],
  [{ status: 'resolved', classification: 'falsePositive' }, 'false-positive'],
  [{ status: 'new', classification: 'falsePositive' }, 'false-positive'],
  [{ status: 'resolved', classification: 'informationalExpectedActivity' }, 'closed'],
  [{ status: null, classification: null }, 'new'],
])('%o is %s', (more, status) => {
  expect(read(more)).toMatchObject({ status });
});

test.each([
  [
    { serviceSource: 'microsoftDefenderForCloudApps', evidence: [] },
    { reportedBy: 'Microsoft Defender for Cloud Apps' },
  ],
  [{ serviceSource: 'somethingNewer', evidence: [] }, { reportedBy: 'somethingNewer' }],
  [{ evidence: [] }, { product: 'entra' }],
  [{ title: null }, { title: 'A session token was used with unusual characteristics.' }],
  [{ firstActivityDateTime: null }, { occurredAt: '2026-11-22T07:42:00.000Z' }],
  [
    { alertWebUrl: null, incidentWebUrl: 'https://security.microsoft.com/i' },
    { link: 'https://security.microsoft.com/i' },
  ],
  [
    { evidence: [evidence('ipEvidence', { ipAddress: '10.0.0.1', countryLetterCode: 'NL' })] },
    { addresses: [{ ip: '10.0.0.1', private: true }] },
  ],
])('%o is read as what it is', (more, expected) => {
  expect(read(more)).toMatchObject(expected);
});

test('an unknown service is nobody', () => {
  expect(read({ serviceSource: 'unknown' })).not.toHaveProperty('reportedBy');
});

test('a page of alerts, and a list of them', () => {
  const page = [alert(), alert({ id: '2' }), 7];
  for (const payload of [page, { '@odata.context': 'x', value: page }]) {
    expect(normalise('graph', payload, context)).toMatchObject({
      ok: true,
      findings: [
        { detection: { senderUid: 'ad0c1b5f9e_1' } },
        { detection: { senderUid: '2' } },
        { code: 'not-an-alert' },
      ],
    });
  }
});

describe('what holds no alert', () => {
  const notification = {
    subscriptionId: '7f105c7d',
    changeType: 'created',
    clientState: 'a-secret-of-ours',
    resource: 'security/alerts_v2/ad0c1b5f9e_1',
    resourceData: { '@odata.type': '#microsoft.graph.security.alert', id: 'ad0c1b5f9e_1' },
    tenantId: 'b3c1',
  };

  test.each([
    [notification],
    [{ value: [notification] }],
    [{ value: [{ lifecycleEvent: 'reauthorizationRequired', clientState: 'a-secret-of-ours' }] }],
  ])('a notification says what to do instead', (payload) => {
    const read = readOne(normalise('graph', payload, context));
    expect(read).toEqual({
      ok: false,
      code: 'pull-needed',
      reason:
        'This is a change notification: it says that an alert exists and does not hold it. Have a Logic App or a Function get the alert and post the alert itself here.',
    });
  });

  test.each([
    [null, 'not-an-alert'],
    [7, 'not-an-alert'],
    [[[[]]], 'not-an-alert'],
    [{}, 'not-an-alert'],
    [{ value: 'x' }, 'not-an-alert'],
  ])('%j is refused', (payload, code) => {
    expect(readOne(normalise('graph', payload, context))).toMatchObject({ ok: false, code });
  });

  test.each([[[]], [{ value: [] }]])('%j is refused as empty', (payload) => {
    expect(normalise('graph', payload, context)).toMatchObject({ ok: false, code: 'no-alert' });
  });
});

describe('whatever a stranger sends', () => {
  const own = ['Microsoft Entra ID Protection', 'app', 'mailbox', 'host'];

  test('any spoilt example is honest', () => {
    const people = [user('helpdesk', 'attacker'), user('dana', 'attacked')];
    for (const example of [alert(), { value: [alert({ evidence: people })] }]) {
      fc.assert(
        fc.property(spoilt(example), (payload) => expectHonest('graph', payload, own)),
        { numRuns: 300 },
      );
    }
  });

  test('any JSON is honest', () => {
    fc.assert(fc.property(anyJson, (payload) => expectHonest('graph', payload, own)));
    fc.assert(fc.property(anyJson, (json) => expectHonest('graph', alert({ evidence: json }), own)));
  });
});
