import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const rule = (more: object = {}) => ({
  ruleName: 'saas_bulk_query_new_app',
  ruleId: 'ru_aedca1f9',
  ruleVersion: 'ru_aedca1f9@v_1',
  ruleType: 'MULTI_EVENT',
  alertState: 'ALERTING',
  description: 'Bulk query by a new app.',
  riskScore: 85,
  urlBackToProduct: 'https://northwind.backstory.chronicle.security/alert?alertId=de_865d9c87',
  ruleLabels: [
    { key: 'author', value: 'Northwind' },
    { key: 'severity', value: 'High' },
    { key: 'mitre_attack_technique_id', value: 'T1213.004' },
  ],
  detectionFields: [{ key: 'user', source: 'udm.principal.user.userid', value: 'mara.ito' }],
  outcomes: [
    { key: 'risk_score', value: '85' },
    { key: 'record_count', value: '41250' },
  ],
  ...more,
});

const mara = {
  userid: 'mara.ito',
  userDisplayName: 'Mara Ito',
  emailAddresses: ['mara.ito@northwind.example'],
  productObjectId: '0055f00000CyENtAAN',
};
const dana = { userid: 'dana.ortiz', userDisplayName: 'Dana Ortiz', emailAddresses: ['dana.ortiz@northwind.example'] };

const event = (more: object = {}) => ({
  metadata: { productName: 'Salesforce', vendorName: 'Salesforce' },
  principal: {
    application: 'My Ticket Portal',
    ip: ['198.51.100.23'],
    ipGeoArtifact: [
      {
        ip: '198.51.100.23',
        location: { city: 'Rotterdam', countryOrRegion: 'Netherlands' },
        network: { asn: '64500', carrierName: 'Example Telecom' },
      },
    ],
    user: mara,
  },
  target: { resource: { name: 'Contact', resourceType: 'TABLE' } },
  network: { sessionId: 'vMASKIU6AxEr', http: { userAgent: 'python-requests/2.32.4' } },
  ...more,
});

const detection = (more: object = {}) => ({
  type: 'RULE_DETECTION',
  id: 'de_865d9c87-6c5f-cfc1-2d41-aaee29499057',
  createdTime: '2026-11-22T08:02:11.665669Z',
  detectionTime: '2026-11-22T08:00:00Z',
  timeWindow: { startTime: '2026-11-22T07:00:00Z', endTime: '2026-11-22T08:00:00Z' },
  detection: [rule()],
  collectionElements: [{ label: 'query', references: [{ event: event() }] }],
  ...more,
});

const read = (more: object = {}) => detected('secops', detection(more));
const withRule = (more: object) => read({ detection: [rule(more)] });
const withEvents = (...events: object[]) => ({
  collectionElements: [{ references: events.map((one) => ({ event: one })) }],
});

test('a bulk query by a new app', () => {
  const party = {
    email: 'mara.ito@northwind.example',
    name: 'Mara Ito',
    ids: { salesforce: '0055f00000CyENtAAN', username: 'mara.ito' },
  };
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'de_865d9c87-6c5f-cfc1-2d41-aaee29499057',
    title: 'saas_bulk_query_new_app',
    message: 'Bulk query by a new app.',
    grade: 'finding',
    rule: { name: 'saas_bulk_query_new_app', uid: 'ru_aedca1f9', techniques: ['T1213.004'], analytics: [] },
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'high',
    senderSeverity: 'High',
    status: 'new',
    occurredAt: '2026-11-22T08:00:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: party,
    actor: party,
    integration: { name: 'My Ticket Portal' },
    addresses: [
      {
        ip: '198.51.100.23',
        private: false,
        place: 'Rotterdam, Netherlands',
        network: 'Example Telecom, AS64500',
      },
    ],
    objects: [{ type: 'TABLE', name: 'Contact' }],
    counts: [{ what: 'record_count', count: 41_250 }],
    observables: [
      { type: 'session', value: 'vMASKIU6AxEr' },
      { type: 'user-agent', value: 'python-requests/2.32.4' },
    ],
    link: 'https://northwind.backstory.chronicle.security/alert?alertId=de_865d9c87',
    notes: [],
  });
});

test('detection as one object, and its one event beside it, is the same', () => {
  expect(read({ detection: rule(), collectionElements: undefined, event: event() })).toEqual(read());
});

describe('a delivery of several', () => {
  const two = [detection(), detection({ id: 'de_2' })];
  test.each([
    ['a list', two],
    ["the API's answer", { detections: two }],
  ])('%s is as many findings', (_what, payload) => {
    expect(normalise('secops', payload, context)).toMatchObject({
      ok: true,
      findings: [{ ok: true }, { ok: true, detection: { senderUid: 'de_2' } }],
    });
  });
});

describe('people', () => {
  const reset = event({ principal: { user: dana }, target: { user: mara } });

  test('principal is who did it, target to whom, whichever the rule groups by', () => {
    const expected = {
      subject: { email: 'mara.ito@northwind.example' },
      actor: { email: 'dana.ortiz@northwind.example' },
      target: { email: 'mara.ito@northwind.example' },
    };
    const by = (source: string, value: string) => ({
      detection: [rule({ detectionFields: [{ key: 'user', source, value }] })],
    });
    expect(read({ ...withEvents(reset), ...by('udm.target.user.userid', 'mara.ito') })).toMatchObject(expected);
    expect(read({ ...withEvents(reset), ...by('udm.principal.user.userid', 'dana.ortiz') })).toMatchObject(expected);
  });

  test('of several, the one the rule groups by', () => {
    const events = withEvents(event({ principal: { user: dana } }), event());
    expect(read(events)).toMatchObject({
      actor: { name: 'Mara Ito' },
      notes: ['The detection names others as its principal besides the one shown: 1.'],
    });
  });

  test('without events, what the fields say', () => {
    const outcomes = [
      { key: 'principal_user_email_addresses', value: 'mara.ito@northwind.example' },
      { key: 'principal_ip', value: '198.51.100.23, 203.0.113.9' },
    ];
    expect(read({ collectionElements: [], detection: [rule({ outcomes })] })).toMatchObject({
      actor: { email: 'mara.ito@northwind.example', ids: { username: 'mara.ito' } },
      addresses: [{ ip: '198.51.100.23' }, { ip: '203.0.113.9' }],
    });
  });

  test("a key of the author's own names nobody", () => {
    const detectionFields = [{ key: 'user', value: 'mara.ito' }];
    expect(read({ collectionElements: [], detection: [rule({ detectionFields })] })).not.toHaveProperty('subject');
  });
});

test.each([
  ['Info', 'info'],
  ['Low', 'low'],
  ['Medium', 'medium'],
  ['High', 'high'],
  ['Critical', 'critical'],
])('the label %s is %s', (value, severity) => {
  expect(withRule({ ruleLabels: [{ key: 'severity', value }] })).toMatchObject({ severity, senderSeverity: value });
});

test('a risk score is no severity', () => {
  expect(withRule({ ruleLabels: [], riskScore: 100 })).toMatchObject({
    severity: 'medium',
    senderSeverity: null,
    notes: [
      'Google SecOps gives a risk score, which is not read as a severity.',
      'Severity not given; treated as medium.',
    ],
  });
});

test.each([
  [{ status: 'CLOSED', verdict: 'FALSE_POSITIVE' }, 'false-positive'],
  [{ status: 'CLOSED', verdict: 'TRUE_POSITIVE' }, 'closed'],
  [{ status: 'OPEN' }, 'new'],
  ['CLOSED', 'new'],
])('the feedback %j is %s', (feedbackSummary, status) => {
  expect(read({ feedbackSummary }).status).toBe(status);
});

test('a rule that does not alert is an event', () => {
  expect(withRule({ alertState: 'NOT_ALERTING' })).toMatchObject({
    grade: 'event',
    notes: ['Google SecOps does not alert on this rule, so it opens no case by itself.'],
  });
});

test("the labels of Google's published rules", () => {
  const ruleLabels = [
    { key: 'rule_id', value: 'mr_913cbc7a-86c9-46a4-b822-023b4aa17106' },
    { key: 'rule_name', value: 'Okta Suspicious Use Of A Session Cookie' },
    { key: 'data_source', value: 'Okta' },
    { key: 'mitre_attack_technique', value: 'Steal Web Session Cookie' },
    { key: 'mitre_attack_url', value: 'https://attack.mitre.org/versions/v14/techniques/T1550/004/' },
    { key: 'technique', value: 'T1539, T1550.004' },
    { key: 'mitre_attack_version', value: 'v14' },
  ];
  expect(read({ detection: [rule({ ruleLabels })], collectionElements: [] })).toMatchObject({
    title: 'Okta Suspicious Use Of A Session Cookie',
    kind: 'session-stolen',
    product: 'okta',
    rule: { name: 'saas_bulk_query_new_app', techniques: ['T1539', 'T1550.004'], attackVersion: 'v14' },
  });
});

test('a published rule is known by its name', () => {
  expect(withRule({ ruleName: 'okta_user_suspicious_activity_reported' }).kind).toBe('reported-by-user');
});

test.each([
  [{ detectionTime: null }, '2026-11-22T08:00:00.000Z'],
  [{ detectionTime: null, timeWindow: null }, '2026-11-22T08:02:11.665Z'],
])('the time with %j', (more, occurredAt) => {
  expect(read(more).occurredAt).toBe(occurredAt);
});

test.each([null, 7, {}, { id: 'de_1' }, { id: 'de_1', detection: [] }, { detection: 'x' }])(
  '%j is refused',
  (payload) => {
    expect(readOne(normalise('secops', payload, context))).toMatchObject({ ok: false, code: 'not-a-detection' });
  },
);

describe('whatever a stranger sends', () => {
  test('any JSON, as the body, as the rule or as an event', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('secops', json, ['41250']);
        expectHonest('secops', detection({ detection: json }), ['41250']);
        expectHonest('secops', detection({ event: json, collectionElements: json }), ['41250']);
      }),
    );
  });

  test('a detection spoilt anywhere', () => {
    fc.assert(
      fc.property(spoilt(detection()), (payload) => expectHonest('secops', payload, ['41250'])),
      { numRuns: 300 },
    );
  });
});
