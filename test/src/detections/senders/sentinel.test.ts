import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { tame } from '#src/detections/reading/text.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { isRecord } from '#src/detections/senders/sender.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const account = (accountName: string, more: object = {}) => ({
  name: `e-${accountName}`,
  type: 'Microsoft.SecurityInsights/Entities',
  kind: 'Account',
  properties: { accountName, upnSuffix: 'northwind.example', friendlyName: accountName, ...more },
});

const ip = (address: string, location: unknown = undefined) => ({ kind: 'Ip', properties: { address, location } });

const alert = (details: unknown, more: object = {}) => ({
  kind: 'SecurityAlert',
  properties: {
    systemAlertId: 'a1',
    alertDisplayName: 'F&O - Bank account change',
    productName: 'Azure Sentinel',
    additionalData: { 'Query Period': '1.00:00:00', 'Custom Details': details },
    ...more,
  },
});

const details = {
  Kind: ['payee-bank-change'],
  App: ['Dynamics 365'],
  Payee: ['Brightwater Supplies'],
  Amount: ['48,200.00'],
  Currency: ['EUR'],
  RecordCount: ['41250'],
  usual_count: [120],
  Object: ['Vendor'],
};

const incident = (properties: object = {}, object: object = {}): Record<string, unknown> => ({
  eventUniqueId: '0c6c2c0e',
  objectSchemaType: 'Incident',
  objectEventType: 'Create',
  workspaceId: '66666666',
  object: {
    id: '/subscriptions/1/providers/Microsoft.SecurityInsights/Incidents/7d1f0b52',
    name: '7d1f0b52',
    etag: '"1a00-0000"',
    type: 'Microsoft.SecurityInsights/Incidents',
    properties: {
      title: 'Bank account change following alias reassignment',
      description: 'An alias was reassigned, then a bank account changed.',
      severity: 'High',
      status: 'New',
      incidentNumber: 4211,
      createdTimeUtc: '2026-11-22T08:02:11.5959374Z',
      lastModifiedTimeUtc: '2026-11-22T08:02:11.5959374Z',
      firstActivityTimeUtc: '2026-11-22T07:41:00Z',
      lastActivityTimeUtc: '2026-11-22T07:58:00Z',
      additionalData: {
        alertsCount: 2,
        alertProductNames: ['Azure Sentinel'],
        tactics: ['Impact'],
        techniques: ['T1657'],
      },
      relatedAnalyticRuleIds: ['/subscriptions/1/providers/Microsoft.SecurityInsights/alertRules/dccbdb5b'],
      incidentUrl: 'https://portal.azure.com/#asset/x',
      alerts: [alert(JSON.stringify(details))],
      relatedEntities: [
        account('dana.ortiz', { displayName: 'Dana Ortiz', aadUserId: '0a1b' }),
        ip('198.51.100.23', { city: 'Rotterdam', countryName: 'Netherlands', asn: 64_500 }),
        { kind: 'CloudApplication', properties: { appId: 20_892, appName: 'Microsoft Dynamics 365' } },
        { kind: 'FileHash', properties: { hashValue: 'abc123' } },
        { kind: 'Malware', properties: { malwareName: 'x' } },
      ],
      ...properties,
    },
    ...object,
  },
});

const read = (properties: object = {}, object: object = {}): Detection =>
  detected('sentinel', incident(properties, object));

test('an incident', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: '7d1f0b52',
    title: 'Bank account change following alias reassignment',
    message: 'An alias was reassigned, then a bank account changed.',
    grade: 'finding',
    rule: { name: 'F&O - Bank account change', uid: 'dccbdb5b', techniques: ['T1657'], analytics: [] },
    kind: 'payee-bank-change',
    product: 'dynamics365',
    productName: 'Dynamics 365',
    severity: 'high',
    senderSeverity: 'High',
    status: 'new',
    occurredAt: '2026-11-22T07:41:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: {
      email: 'dana.ortiz@northwind.example',
      name: 'Dana Ortiz',
      ids: { entra: '0a1b', username: 'dana.ortiz@northwind.example' },
    },
    addresses: [{ ip: '198.51.100.23', private: false, place: 'Rotterdam, Netherlands', network: 'AS64500' }],
    objects: [{ type: 'app', name: 'Microsoft Dynamics 365' }, { name: 'Vendor' }],
    counts: [
      { what: 'records', count: 41_250, usual: 120 },
      { what: 'alerts', count: 2 },
    ],
    observables: [{ type: 'hash', value: 'abc123' }],
    amount: { value: '48200.00', currency: 'EUR' },
    payee: { name: 'Brightwater Supplies' },
    link: 'https://portal.azure.com/#asset/x',
    notes: [
      'The incident also holds entities Cordon does not read: Malware.',
      'No e-mail address was sent for dana.ortiz@northwind.example; the user name was read as one.',
    ],
  });
});

test('an update is the same finding, and so is the incident without what the trigger puts around it', () => {
  const updated = { ...incident({ status: 'Active', severity: 'Low' }, { etag: '"2"' }), objectEventType: 'Update' };
  expect(detected('sentinel', updated).senderUid).toBe(read().senderUid);
  expect(detected('sentinel', updated).notes).toContain('At the sender this is already in progress.');
  expect(detected('sentinel', incident().object)).toEqual(read());
});

test('without a name the id of the resource counts, without that the content', () => {
  expect(read({}, { name: null }).senderUid).toMatch(/Incidents\/7d1f0b52$/);
  const nameless = { name: null, id: null };
  expect(read({}, nameless).senderUid).toMatch(/^sha256:/);
  expect(read({}, { ...nameless, etag: '"2"' }).senderUid).toBe(read({}, nameless).senderUid);
  expect(read({ title: 'Another' }, nameless).senderUid).not.toBe(read({}, nameless).senderUid);
});

describe('people', () => {
  test.each([
    [
      'a whole sign-in name',
      account('dana@northwind.example', { upnSuffix: 'other.example' }),
      { email: 'dana@northwind.example' },
    ],
    ['no suffix', account('NORTHWIND\\dana', { upnSuffix: null }), { ids: { username: 'NORTHWIND\\dana' } }],
    ['only a friendly name', account('', { friendlyName: 'Dana Ortiz' }), { name: 'Dana Ortiz' }],
  ])('an account with %s', (_what, entity, subject) => {
    expect(read({ relatedEntities: [entity] })).toMatchObject({ subject });
  });

  test('the first account is whom it is about, nobody is said to have acted, and the others are told', () => {
    const people = ['dana', 'mara', 'Dana', 'ana', 'noor', 'sam'].map((name) => account(name));
    const { subject, actor, target, notes } = read({ relatedEntities: [...people, ip('198.51.100.23')] });
    expect(subject?.email).toBe('dana@northwind.example');
    expect([actor, target]).toEqual([undefined, undefined]);
    expect(notes).toContain(
      'The sender also names mara@northwind.example, ana@northwind.example, noor@northwind.example and 1 more.',
    );
  });

  test('without an account it is about nobody', () => {
    const { subject, notes } = read({ relatedEntities: [ip('198.51.100.23')] });
    expect(subject).toBeUndefined();
    expect(notes).toContain('The sender names no person and no app.');
  });
});

test.each([
  ['Informational', 'info'],
  ['Low', 'low'],
  ['Medium', 'medium'],
  ['High', 'high'],
  ['Unknown', 'medium'],
  [3, 'medium'],
])('severity %s is %s', (severity, is) => {
  expect(read({ severity })).toMatchObject({ severity: is, senderSeverity: String(severity) });
});

test.each([
  [{ status: 'New' }, 'new', undefined],
  [{ status: 'Active' }, 'new', 'At the sender this is already in progress.'],
  [{ status: 'Closed' }, 'closed', undefined],
  [{ status: 'Closed', classification: 'FalsePositive' }, 'false-positive', undefined],
  [{ status: 'Closed', classification: 'BenignPositive' }, 'closed', 'Sentinel closed it as "BenignPositive".'],
  [{ status: 'New', classification: 'FalsePositive' }, 'new', undefined],
])('%o is %s', (properties, status, note) => {
  const detection = read(properties);
  expect(detection.status).toBe(status);
  if (note) expect(detection.notes).toContain(note);
});

describe('custom details', () => {
  test('as an object they say the same as in a string', () => {
    expect(read({ alerts: [alert(details)] })).toEqual(read());
  });

  test('several values of a name: the first, and a note', () => {
    const alerts = [alert({ amount: ['10.00', '20.00'] }), alert({ amount: ['10.00'] })];
    const { amount, notes } = read({ alerts });
    expect(amount).toEqual({ value: '10.00' });
    expect(notes).toContain('The alerts give several values for amount; the first is used.');
  });

  test.each([['{"amount":'], ['null'], [[1, 2]], [null]])('%j says nothing', (unreadable) => {
    const { amount, kind, counts } = read({ alerts: [alert(unreadable)] });
    expect({ amount, kind, counts }).toEqual({ counts: [{ what: 'alerts', count: 2 }] });
  });
});

test.each([
  [{ firstActivityTimeUtc: null }, { occurredAt: '2026-11-22T07:58:00.000Z' }],
  [{ firstActivityTimeUtc: null, lastActivityTimeUtc: null }, { occurredAt: '2026-11-22T08:02:11.595Z' }],
  [{ title: null }, { title: 'An alias was reassigned, then a bank account changed.' }],
  [{ relatedEntities: [ip('10.0.0.1', { city: 'Reno' })] }, { addresses: [{ ip: '10.0.0.1', private: true }] }],
  [
    { relatedEntities: [], alerts: [alert(null, { productName: 'Azure Active Directory Identity Protection' })] },
    { product: 'entra' },
  ],
  [
    { incidentUrl: 'javascript:alert(1)' },
    { notes: expect.arrayContaining(["The sender's link was left out: it is not a plain web address."]) },
  ],
])('%o is read as what it is', (properties, expected) => {
  expect(read(properties)).toMatchObject(expected);
});

test('more entities than anybody would read are cut, with a note', () => {
  const relatedEntities = Array.from({ length: 300 }, (_, index) => ip(`198.51.100.${index % 20}`));
  expect(read({ relatedEntities }).notes).toContain('The incident has 300 relatedEntities; the first 50 were read.');
});

test.each([[null], [7], [[[[]]]], [{}], [{ object: { name: 'x' } }], [{ AlertDisplayName: 'x', Severity: 'High' }]])(
  '%j is refused with what to do',
  (payload) => {
    expect(readOne(normalise('sentinel', payload, context))).toMatchObject({
      ok: false,
      code: 'not-an-incident',
      field: 'object.properties',
      reason: expect.stringContaining('use the trigger "Microsoft Sentinel incident" and post its whole body'),
    });
  },
);

describe('whatever a stranger sends', () => {
  /** A sign-in name is sent in two parts. */
  const signInNames = (payload: unknown): string[] => {
    const object = isRecord(payload) && isRecord(payload.object) ? payload.object : payload;
    const properties = isRecord(object) && isRecord(object.properties) ? object.properties : {};
    return [properties.relatedEntities].flat().flatMap((entity) => {
      const { accountName, upnSuffix } = isRecord(entity) && isRecord(entity.properties) ? entity.properties : {};
      return tame(`${accountName}@${upnSuffix}`, 1000);
    });
  };
  const own = ['app', 'host', 'mailbox', 'resource', 'records', 'alerts', '41250', '48200.00'];

  test('any spoilt example is honest', () => {
    fc.assert(
      fc.property(spoilt(incident()), (payload) =>
        expectHonest('sentinel', payload, [...own, ...signInNames(payload)]),
      ),
      { numRuns: 500 },
    );
  });

  test('any JSON is honest', () => {
    fc.assert(fc.property(anyJson, (payload) => expectHonest('sentinel', payload, own)));
    fc.assert(fc.property(anyJson, (json) => expectHonest('sentinel', { object: { properties: json } }, own)));
  });
});
