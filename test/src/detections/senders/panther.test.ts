import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const bulk = (more: object = {}) => ({
  'Job ID': '7505f000008xKLmAAM',
  'User ID': '0055f00000CyENtAAN',
  Username: 'mara.ito@northwind.example',
  'Operation Type': 'query',
  'Entity Name': 'Contact',
  'Records Processed': '150,000',
  'Source IP': '198.51.100.23',
  ...more,
});

const alert = (more: object = {}) => ({
  id: 'Salesforce.BulkAPI.DataExfiltration',
  createdAt: '2026-11-22T08:06:11Z',
  severity: 'CRITICAL',
  type: 'RULE',
  link: 'https://panther.northwind.example/alerts/b90c19e6',
  title: 'Salesforce Bulk API: query on Contact (150,000 records)',
  name: 'Salesforce Bulk API Data Exfiltration',
  alertId: 'b90c19e66e160e194a5b3b94ec27fb7c',
  description: 'Detects bulk data operations.',
  runbook: 'Ask.',
  tags: ['Salesforce'],
  version: 'CJm9PiaXV0q8',
  alertContext: bulk(),
  ...more,
});

const oktaContext = (more: object = {}) => ({
  event_type: 'user.mfa.factor.reset_all',
  actor: {
    id: '00uHELP0000000001',
    type: 'User',
    alternateId: 'dana.ortiz@northwind.example',
    displayName: 'Dana Ortiz',
  },
  target: [
    { id: '00uVICT0000000001', type: 'User', alternateId: 'mara.ito@northwind.example', displayName: 'Mara Ito' },
  ],
  client: {
    ipAddress: '203.0.113.9',
    userAgent: { rawUserAgent: 'Mozilla/5.0' },
    geographicalContext: { city: 'Reno', state: 'Nevada', country: 'United States' },
  },
  outcome: { result: 'SUCCESS', reason: null },
  security_context: { asNumber: 64500, asOrg: 'Example Telecom' },
  authentication_context: { externalSessionId: 'idxA1b2C3d4' },
  ...more,
});

const okta = (id: string, more: object = {}) =>
  alert({ id, name: undefined, title: 'x', tags: ['Okta'], alertContext: oktaContext(more) });

const read = (more: object = {}) => detected('panther', alert(more));

test('a bulk read of contacts', () => {
  const mara = {
    email: 'mara.ito@northwind.example',
    ids: { salesforce: '0055f00000CyENtAAN', username: 'mara.ito@northwind.example' },
  };
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'b90c19e66e160e194a5b3b94ec27fb7c',
    title: 'Salesforce Bulk API: query on Contact (150,000 records)',
    message: 'Detects bulk data operations.',
    grade: 'finding',
    rule: {
      name: 'Salesforce Bulk API Data Exfiltration',
      uid: 'Salesforce.BulkAPI.DataExfiltration',
      techniques: [],
      analytics: [],
    },
    kind: 'bulk-export',
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'critical',
    senderSeverity: 'CRITICAL',
    status: 'new',
    occurredAt: '2026-11-22T08:06:11.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: mara,
    actor: mara,
    addresses: [{ ip: '198.51.100.23', private: false }],
    objects: [{ type: 'entity', name: 'Contact' }],
    counts: [{ what: 'records processed', count: 150_000 }],
    observables: [{ type: 'salesforce-job', value: '7505f000008xKLmAAM' }],
    link: 'https://panther.northwind.example/alerts/b90c19e6',
    notes: ['No e-mail address was sent for mara.ito@northwind.example; the user name was read as one.'],
  });
});

test('a factor reset: who did it, to whom, from where', () => {
  const mara = { email: 'mara.ito@northwind.example', name: 'Mara Ito', ids: { okta: '00uVICT0000000001' } };
  expect(detected('panther', okta('Okta.User.MFA.Reset.All'))).toMatchObject({
    kind: 'factor-reset',
    product: 'okta',
    subject: mara,
    actor: { email: 'dana.ortiz@northwind.example', name: 'Dana Ortiz', ids: { okta: '00uHELP0000000001' } },
    target: mara,
    addresses: [
      {
        ip: '203.0.113.9',
        private: false,
        place: 'Reno, Nevada, United States',
        network: 'Example Telecom, AS64500',
      },
    ],
    observables: [
      { type: 'session', value: 'idxA1b2C3d4' },
      { type: 'user-agent', value: 'Mozilla/5.0' },
    ],
    notes: [],
  });
});

describe('what happened', () => {
  test.each([
    ['query', 'bulk-export'],
    ['queryAll', 'bulk-export'],
    ['hardDelete', 'records-deleted'],
    ['delete', 'records-deleted'],
    ['insert', undefined],
    ['upsert', undefined],
    [null, 'bulk-export'],
  ])('the rule on bulk jobs with the operation %s is %s', (operation, kind) => {
    expect(read({ alertContext: bulk({ 'Operation Type': operation }) }).kind).toBe(kind);
  });

  test.each([
    ['Okta.Support.Reset', 'user.account.reset_password', 'SUCCESS', 'password-reset'],
    ['Okta.Support.Reset', 'user.mfa.attempt_bypass', 'SUCCESS', undefined],
    ['Okta.User.MFA.Reset.All', 'user.mfa.factor.reset_all', 'FAILURE', undefined],
    ['Okta.Anonymizing.VPN.Login', 'user.session.start', 'SUCCESS', 'rare-sign-in'],
    ['Okta.Anonymizing.VPN.Login', 'user.session.start', 'FAILURE', undefined],
    ['Okta.Phishing.Attempt.Blocked.FastPass', 'user.authentication.auth_via_mfa', 'FAILURE', 'sign-in-attack'],
    ['Northwind.Own.Rule', 'user.mfa.factor.activate', 'SUCCESS', 'factor-enrolled'],
    ['Northwind.Own.Rule', 'user.session.start', 'SUCCESS', undefined],
  ])('%s on %s, %s, is %s', (id, event_type, result, kind) => {
    expect(detected('panther', okta(id, { event_type, outcome: { result } })).kind).toBe(kind);
  });

  test('the words of a title or a description give none', () => {
    const more = { id: 'Northwind.Own', name: 'Bulk export', title: 'Bulk export of contacts', alertContext: null };
    expect(read(more)).not.toHaveProperty('kind');
  });
});

test('an app that acts is what it was done with', () => {
  const actor = { id: '0oaLEDGERSYNC0001', type: 'PublicClientApp', displayName: 'Ledger Sync' };
  const { actor: person, integration } = detected('panther', okta('Okta.Refresh.Access.Token.Reuse', { actor }));
  expect(person).toBeUndefined();
  expect(integration).toEqual({ name: 'Ledger Sync', id: '0oaLEDGERSYNC0001' });
});

test('a connected app of Salesforce', () => {
  const alertContext = bulk({ 'Connected App Name': 'My Ticket Portal', 'Connected App ID': '0Ci1' });
  expect(read({ alertContext }).integration).toEqual({ name: 'My Ticket Portal', id: '0Ci1' });
});

test.each([
  ['INFO', 'info'],
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
  ['CRITICAL', 'critical'],
])('%s is %s', (severity, expected) => {
  expect(read({ severity })).toMatchObject({ severity: expected, senderSeverity: severity });
});

test.each([['4'], ['DEFAULT'], [4]])('the severity %s is on no scale', (severity) => {
  expect(read({ severity })).toMatchObject({
    severity: 'medium',
    notes: expect.arrayContaining([`The sender's severity "${severity}" is not one Cordon knows; treated as medium.`]),
  });
});

test('the body as it was published in 2022, without a context, names nobody', () => {
  const detection = read({ alertContext: undefined });
  expect(detection).toMatchObject({ kind: 'bulk-export', notes: ['The sender names no person and no app.'] });
  expect(detection).not.toHaveProperty('subject');
});

test('a context in text is read; a context of another rule names nobody', () => {
  expect(read({ alertContext: JSON.stringify(bulk()) })).toEqual(read());
  const foreign = { actor: { id: '7', displayName: 'octocat' }, target: 'main', client: 3 };
  expect(read({ alertContext: foreign })).toMatchObject({ notes: ['The sender names no person and no app.'] });
});

test('without an alertId the rule, the title and the time tell it apart', () => {
  const [first, again, later] = [{}, { link: 'https://other.example' }, { createdAt: '2026-11-22T08:07:00Z' }].map(
    (more) => read({ alertId: '', ...more }).senderUid,
  );
  expect(again).toBe(first);
  expect(later).not.toBe(first);
});

test.each([
  ['nothing of Panther', { id: 1 }, 'not-an-alert'],
  ['a list', [alert()], 'not-an-alert'],
  ['null', null, 'not-an-alert'],
  ['a rule that failed', alert({ type: 'RULE_ERROR' }), 'no-detection'],
  ['a scheduled rule that failed', alert({ type: 'SCHEDULED_RULE_ERROR' }), 'no-detection'],
  ['its own health', alert({ type: 'SYSTEM_ERROR' }), 'no-detection'],
])('%s is refused', (_what, payload, code) => {
  expect(readOne(normalise('panther', payload, context))).toMatchObject({ ok: false, code });
});

describe('whatever a stranger sends', () => {
  /** Besides fixed words, the numbers of these examples in one spelling. */
  const own = ['entity', 'records', 'processed', 'API', 'calls', '150000', '41250'];

  test('any JSON, as the body or as the context', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('panther', json, own);
        expectHonest('panther', alert({ alertContext: json }), own);
      }),
    );
  });

  test('an alert spoilt anywhere', () => {
    const either = fc.constantFrom(alert(), okta('Okta.User.MFA.Reset.All')).chain(spoilt);
    fc.assert(
      fc.property(either, (payload) => expectHonest('panther', payload, own)),
      { numRuns: 300 },
    );
  });
});
