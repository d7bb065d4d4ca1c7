import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const attributes = (more: object = {}) => ({
  usr: { email: 'mara.ito@northwind.example', name: 'Mara Ito', id: '0055f00000CyENtAAN' },
  network: {
    client: {
      ip: '198.51.100.23',
      geoip: { city: { name: 'Rotterdam' }, country: { name: 'Netherlands' }, as: { name: 'Example Telecom' } },
    },
  },
  http: { useragent: 'python-requests/2.32.4' },
  application: 'My Ticket Portal',
  service: ['salesforce'],
  ...more,
});

const signal = (more: object = {}) => ({
  cordon_template: 'datadog/1',
  signal_id: 'AAAAAZ-0000000000000000000000000000',
  severity: 'medium',
  title: 'Salesforce login from new application: My Ticket Portal',
  message: 'An application signed in for the first time.',
  rule: { id: 'def-000-1u8', name: 'Salesforce login from new application' },
  attributes: attributes(),
  group_by: { '@usr.email': 'mara.ito@northwind.example' },
  tags: 'source:salesforce, security:attack, technique:T1671-cloud-application-integration',
  date: '1795334760000',
  link: 'https://app.datadoghq.com/security/signal?event=x',
  ...more,
});

const read = (more: object = {}) => detected('datadog', signal(more));

test('a sign-in through an app never seen', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'AAAAAZ-0000000000000000000000000000',
    title: 'Salesforce login from new application: My Ticket Portal',
    message: 'An application signed in for the first time.',
    grade: 'finding',
    rule: {
      name: 'Salesforce login from new application',
      uid: 'def-000-1u8',
      techniques: ['T1671'],
      analytics: [],
    },
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'medium',
    senderSeverity: 'medium',
    status: 'new',
    occurredAt: '2026-11-22T08:06:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', name: 'Mara Ito', ids: { salesforce: '0055f00000CyENtAAN' } },
    integration: { name: 'My Ticket Portal' },
    addresses: [{ ip: '198.51.100.23', private: false, place: 'Rotterdam, Netherlands', network: 'Example Telecom' }],
    objects: [],
    counts: [],
    observables: [{ type: 'user-agent', value: 'python-requests/2.32.4' }],
    link: 'https://app.datadoghq.com/security/signal?event=x',
    notes: [],
  });
});

test('attributes and groups in quotes are read as well', () => {
  const quoted = { attributes: JSON.stringify(attributes()), group_by: '{"@usr.email":"mara.ito@northwind.example"}' };
  expect(read(quoted)).toEqual(read());
});

test('the account of `usr` is neither actor nor target', () => {
  expect(read()).not.toHaveProperty('actor');
  expect(read()).not.toHaveProperty('target');
});

describe('a signal over several accounts', () => {
  const usr = {
    email: ['dana.ortiz@northwind.example', 'mara.ito@northwind.example'],
    name: ['Dana Ortiz', 'Mara Ito'],
  };

  test('without a group, the first by address alone, with a note', () => {
    expect(read({ attributes: attributes({ usr }), group_by: {} })).toMatchObject({
      subject: { email: 'dana.ortiz@northwind.example', ids: {} },
      notes: ['The signal is about more than one account: 2. Group the rule by @usr.email to have one each.'],
    });
  });

  test('the one it is grouped by', () => {
    expect(read({ attributes: attributes({ usr: { email: usr.email } }) })).toMatchObject({
      subject: { email: 'mara.ito@northwind.example', ids: {} },
      notes: [],
    });
  });
});

test('a place belongs to an address only where there is one of each', () => {
  const { geoip } = attributes().network.client;
  const network = { client: { ip: ['198.51.100.23', '10.0.0.1'], geoip } };
  expect(read({ attributes: attributes({ network }) }).addresses).toEqual([
    { ip: '198.51.100.23', private: false },
    { ip: '10.0.0.1', private: true },
  ]);
});

test.each([
  ['info', 'info'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['high', 'high'],
  ['critical', 'critical'],
])('%s is %s', (severity, expected) => {
  expect(read({ severity })).toMatchObject({ severity: expected, senderSeverity: severity, notes: [] });
});

test.each([0, 4, '0', '4'])(
  'the number %s is not read as a severity: which end is the worst is not known',
  (severity) => {
    expect(read({ severity })).toMatchObject({
      severity: 'medium',
      notes: [`The sender's severity "${severity}" is not one Cordon knows; treated as medium.`],
    });
  },
);

test.each([
  [{ state: 'open' }, 'new'],
  [{ state: 'archived', archive_reason: 'false_positive' }, 'false-positive'],
  [{ state: 'archived', archiveReason: 'false_positive' }, 'false-positive'],
  [{ state: 'archived', archive_reason: 'testing_or_maintenance' }, 'closed'],
])('the triage %j is %s', (triage, status) => {
  expect(read({ attributes: attributes({ workflow: { triage } }) }).status).toBe(status);
});

test('a variable that Datadog did not fill counts as not there', () => {
  const more = { severity: '$SECURITY_SIGNAL_SEVERITY', title: '$SECURITY_SIGNAL_TITLE', tags: '$TAGS' };
  expect(read({ ...more, link: '$LINK' })).toMatchObject({
    title: 'Salesforce login from new application',
    severity: 'medium',
    senderSeverity: null,
    rule: { techniques: [] },
    notes: [
      'The sender gave no title; its message or rule name stands in for it.',
      'Severity not given; treated as medium.',
    ],
  });
});

test('a rule of the same name as a published one', () => {
  expect(read({ rule: { id: 'abc', name: 'Okta Potentially Stolen Session' } }).kind).toBe('session-stolen');
  expect(read()).not.toHaveProperty('kind');
});

test('without a signal id, the rule, the title, the time and the group tell it apart', () => {
  const [first, again, other] = [{}, { severity: 'high' }, { group_by: { '@usr.email': 'x@y.example' } }].map(
    (more) => read({ signal_id: null, ...more }).senderUid,
  );
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test.each([
  ['another version', signal({ cordon_template: 'datadog/2' })],
  ["Cordon's own template", { cordon: 'detection/1' }],
  ['a list', [signal()]],
  ['null', null],
])('%s is refused', (_what, payload) => {
  expect(readOne(normalise('datadog', payload, context))).toMatchObject({
    ok: false,
    code: 'not-the-template',
    field: 'cordon_template',
  });
});

describe('whatever a stranger sends', () => {
  test('any JSON, as the body or as the attributes', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('datadog', json, []);
        expectHonest('datadog', signal({ attributes: json, group_by: json }), []);
      }),
    );
  });

  test('a signal spoilt anywhere', () => {
    fc.assert(
      fc.property(spoilt(signal()), (payload) => expectHonest('datadog', payload, [])),
      { numRuns: 300 },
    );
  });
});
