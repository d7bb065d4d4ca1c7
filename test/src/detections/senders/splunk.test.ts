import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { alert, finding } from './splunk/rows.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const USER_NAME_READ = 'No e-mail address was sent for mara.ito@northwind.example; the user name was read as one.';

const read = (row: object = {}, more: object = {}): Detection => detected('splunk', alert(row, more));
const readFinding = (row: object = {}, more: object = {}): Detection => detected('splunk', finding(row, more));

test('the row of a search', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'CRM - bulk export by non-sales user/9f0c2a1e',
    title: 'CRM - bulk export by non-sales user',
    grade: 'finding',
    rule: { name: 'CRM - bulk export by non-sales user', techniques: [], analytics: [] },
    kind: 'bulk-export',
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'high',
    senderSeverity: 'high',
    status: 'new',
    occurredAt: '2026-11-22T08:06:00.500Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: { username: 'mara.ito@northwind.example' } },
    addresses: [{ ip: '198.51.100.23', private: false }],
    objects: [{ name: 'Contact' }],
    counts: [{ what: 'records', count: 41_250, usual: 120 }],
    observables: [],
    link: 'https://splunk.northwind.example:8000/app/search/@go?sid=1',
    notes: [USER_NAME_READ],
  });
});

test('a finding of Enterprise Security', () => {
  expect(readFinding()).toEqual({
    source: 'siem',
    senderUid: 'E10E99CE@@notable@@5a1f0e6f',
    title: 'Factors of Dana Ortiz were reset',
    grade: 'finding',
    rule: { name: 'SaaS - factors reset by the help desk', techniques: ['T1556.006'], analytics: [] },
    severity: 'critical',
    senderSeverity: 'critical',
    status: 'new',
    occurredAt: '2026-11-22T08:08:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { ids: { username: 'dana.ortiz' } },
    actor: { ids: { username: 'helpdesk' } },
    target: { ids: { username: 'dana.ortiz' } },
    addresses: [{ ip: '203.0.113.9', private: false }],
    objects: [],
    counts: [],
    observables: [],
    link: 'https://splunk.northwind.example:8000/app/search/@go?sid=1',
    notes: [
      'Splunk\'s severity is "high"; with the priority of the people and systems in it, its urgency is "critical".',
    ],
  });
});

test('money is read by its names', () => {
  const row = { amount: '48,200.00', currency: 'eur', payee: 'Brightwater Supplies', record_count: null };
  expect(read(row)).toMatchObject({
    amount: { value: '48200.00', currency: 'EUR' },
    payee: { name: 'Brightwater Supplies' },
    counts: [],
    notes: [USER_NAME_READ],
  });
});

describe('severity', () => {
  test.each([
    ['informational', 'info'],
    ['low', 'low'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['critical', 'critical'],
    ['Critical', 'critical'],
    ['unknown', 'medium'],
    ['5', 'medium'],
    ['1', 'medium'],
    ['', 'medium'],
  ])('"%s" is %s', (severity, is) => {
    expect(read({ severity })).toMatchObject({ severity: is, senderSeverity: severity || null });
  });

  test.each([
    [{ urgency: 'low', severity: 'critical' }, 'low', 'low'],
    [{ urgency: 'unknown', severity: 'high' }, 'high', 'high'],
    [{ urgency: null, severity: 'low' }, 'low', 'low'],
    [{ urgency: null, severity: null }, 'medium', null],
  ])('of a finding with %o it is %s', (row, severity, senderSeverity) => {
    expect(readFinding(row)).toMatchObject({ severity, senderSeverity });
  });

  test('one word for both needs no note', () => {
    expect(readFinding({ severity: 'Critical' }).notes).toEqual([]);
  });
});

describe('status of a finding', () => {
  test.each([
    [{ status_label: 'New', status: '1' }, 'new'],
    [{ status_label: 'In Progress', status: '2' }, 'new'],
    [{ status_label: 'Resolved' }, 'closed'],
    [{ status_label: 'Closed', status: '5' }, 'closed'],
    [{ status: '4' }, 'closed'],
    [{ status_label: 'Waiting', status: '5' }, 'new'],
    [{ disposition_label: 'False Positive - Inaccurate Data' }, 'false-positive'],
    [{ disposition: 'disposition:3' }, 'false-positive'],
    [{ disposition: 'disposition:6' }, 'new'],
  ])('%o is %s', (row, status) => {
    expect(readFinding(row)).toMatchObject({ status });
  });

  test('another disposition is told', () => {
    const { status, notes } = readFinding({ disposition_label: 'Benign Positive - Suspicious But Expected' });
    expect(status).toBe('new');
    expect(notes).toContain('Splunk\'s disposition of it is "Benign Positive - Suspicious But Expected".');
  });

  test('in the row of a search it means something else', () => {
    expect(read({ status: 'closed' })).toMatchObject({ status: 'new' });
  });
});

test.each([
  [
    { src: 'laptop-7', app: 'Payroll' },
    {
      addresses: [],
      observables: [
        { type: 'host', value: 'laptop-7' },
        { type: 'app', value: 'Payroll' },
      ],
    },
  ],
  [
    { src: '10.1.2.3\n198.51.100.23', src_ip: '198.51.100.23' },
    {
      addresses: [
        { ip: '10.1.2.3', private: true },
        { ip: '198.51.100.23', private: false },
      ],
    },
  ],
  [{ app: 'win:local, OktaIM2' }, { observables: [{ type: 'app', value: 'win:local, OktaIM2' }] }],
  [{ integration: 'My Ticket Portal' }, { integration: { name: 'My Ticket Portal' } }],
  [
    { record_count: 'many' },
    { counts: [], notes: [USER_NAME_READ, 'The count of records is not a number; it was left out.'] },
  ],
  [{ amount: '48.200,00' }, { notes: [USER_NAME_READ, 'The amount could not be read for certain; it was left out.'] }],
  [
    { 'annotations.mitre_attack': 'T1213.004\nT1657, T1528' },
    { rule: { techniques: ['T1213.004', 'T1657', 'T1528'] } },
  ],
  [{ _time: '2026-11-22T08:06:00.000+00:00' }, { occurredAt: '2026-11-22T08:06:00.000Z' }],
])('%o is read as what it is', (row, expected) => {
  expect(read(row)).toMatchObject(expected);
});

test.each([
  ['ESCU - Azure AD New MFA Method Registered For User - Rule', 'factor-enrolled'],
  ['ESCU - O365 New Email Forwarding Rule Created - Rule', 'inbox-rule'],
  ['Azure AD New MFA Method Registered For User', undefined],
  ['ESCU - Something about a new MFA method - Rule', undefined],
])('the search "%s" means %s', (search_name, kind) => {
  expect(read({ kind: null }, { search_name }).kind).toBe(kind);
  expect(readFinding({ rule_name: search_name }).kind).toBe(kind);
});

test.each([[null], [7], [[[[]]]], [{}], [{ result: null }], [{ result: 'user=mara' }]])(
  '%j is refused with what is missing',
  (payload) => {
    expect(readOne(normalise('splunk', payload, context))).toEqual({
      ok: false,
      code: 'not-splunk',
      reason: 'The body is not what Splunk’s webhook action posts: it has no "result" with the fields of a row.',
      field: 'result',
    });
  },
);

test('an empty row is still told to somebody', () => {
  expect(detected('splunk', { result: {}, search_name: null })).toMatchObject({
    title: 'Detection from siem',
    severity: 'medium',
    senderSeverity: null,
  });
});

describe('whatever a stranger sends', () => {
  const own = ['records', '41250'];

  test.each([alert(), finding()])('any spoilt example is honest', (example) => {
    fc.assert(
      fc.property(spoilt(example), (payload) => expectHonest('splunk', payload, own)),
      { numRuns: 300 },
    );
  });

  test('any JSON is honest', () => {
    fc.assert(fc.property(anyJson, (payload) => expectHonest('splunk', payload, own)));
    fc.assert(fc.property(anyJson, (result) => expectHonest('splunk', { result }, own)));
  });
});
