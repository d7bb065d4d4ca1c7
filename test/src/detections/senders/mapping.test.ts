import { expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { alert, detected, everything, full, type Written } from './mapping/written.ts';

test('every field is read from where the mapping says', () => {
  expect(detected(full, everything)).toEqual({
    source: 'siem',
    senderUid: 'a-1',
    reportedBy: 'Acme Detect',
    title: 'Bulk read',
    message: '41,250 contacts read',
    grade: 'finding',
    rule: {
      name: 'Mass download',
      uid: 'r-9',
      techniques: ['T1213.004', 'T1530'],
      analytics: ['AN1520'],
      attackVersion: '18.1',
    },
    kind: 'bulk-export',
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'critical',
    senderSeverity: '1',
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: { okta: '00u1abcdefGHIJKLM0h7' } },
    actor: { name: 'Dana Ortiz', ids: { username: 'dana.ortiz' } },
    target: { email: 'sam.okoro@northwind.example', ids: {} },
    integration: { name: 'My Ticket Portal', id: '77' },
    addresses: [
      { ip: '198.51.100.23', private: false, place: 'Rotterdam' },
      { ip: '10.0.0.7', private: true },
      { ip: '203.0.113.9', private: false },
      { ip: '203.0.113.10', private: false },
    ],
    objects: [
      { type: 'object', name: 'Contact' },
      { type: 'object', name: 'Account' },
    ],
    counts: [{ what: 'contacts read', count: 41250, usual: 120 }],
    observables: [
      { type: 'session', value: 's-9' },
      { type: 'user-agent', value: 'curl/8' },
    ],
    amount: { value: '48200.00', currency: 'EUR' },
    payee: { id: '56', name: 'Brightwater Supplies' },
    link: 'https://acme.example/a-1',
    notes: [],
  });
});

test('actor and target are never swapped, and nobody stands in for them', () => {
  const people = { actor: { email: 'by' }, target: { email: 'to' } };
  const both = detected({ alert, by: 'dana.ortiz@northwind.example', to: 'mara.ito@northwind.example' }, people);
  expect([both.actor?.email, both.target?.email, both.subject?.email]).toEqual([
    'dana.ortiz@northwind.example',
    'mara.ito@northwind.example',
    'mara.ito@northwind.example',
  ]);
  expect(detected({ alert, by: 'dana.ortiz@northwind.example' }, people)).not.toHaveProperty('target');
});

const levels = { info: 'info', high: 'high', critical: 'critical' } as const;
const countsDown = { '0': 'critical', '1': 'high', '2': 'medium', '3': 'low', '4': 'info' } as const;
const countsUp = { '0': 'info', '1': 'low', '2': 'medium', '3': 'high', '4': 'critical' } as const;
const unknownTo = (word: string) => [`The sender's severity "${word}" is not one Cordon knows; treated as medium.`];
test.each<[string, Partial<Written>, unknown, object]>([
  ['our words', {}, 'HIGH', { severity: 'high', senderSeverity: 'HIGH', notes: [] }],
  ['0 is the worst', { tables: { severity: countsDown } }, 0, { severity: 'critical', senderSeverity: '0' }],
  ['4 is the worst', { tables: { severity: countsUp } }, '4', { severity: 'critical', senderSeverity: '4' }],
  ['a number without its scale', {}, 0, { severity: 'medium', senderSeverity: '0', notes: unknownTo('0') }],
  ['not in the table', { tables: { severity: countsUp } }, 5, { severity: 'medium', notes: unknownTo('5') }],
  ['a word beside a table', { tables: { severity: levels } }, 'High', { severity: 'medium', notes: unknownTo('High') }],
  ['a constant', { severity: { value: 'low' } }, 'critical', { severity: 'low', senderSeverity: null, notes: [] }],
  [
    'nothing',
    {},
    null,
    { severity: 'medium', senderSeverity: null, notes: ['Severity not given; treated as medium.'] },
  ],
  ['a word of JavaScript', { tables: { severity: levels } }, 'constructor', { severity: 'medium' }],
])('severity, %s', (_what, more, level, expected) => {
  const one = { alert: { ...alert, level, app: 'x' } };
  const app = { integration: { name: 'alert.app' } };
  expect(detected(one, { severity: 'alert.level', ...app, ...more })).toMatchObject(expected);
});

test.each<[unknown, Partial<Written>, Detection['status']]>([
  ['closed', {}, 'closed'],
  ['False-Positive', {}, 'false-positive'],
  ['Resolved', { tables: { status: { Resolved: 'closed' } } }, 'closed'],
  ['resolved', { tables: { status: { Resolved: 'closed' } } }, 'new'],
  [true, { tables: { status: { true: 'closed' } } }, 'closed'],
  [null, {}, 'new'],
  ['open', { status: { value: 'closed' } }, 'closed'],
])('a sender that says %j is read with %j as %s', (state, more, status) => {
  expect(detected({ alert: { ...alert, state } }, { status: 'alert.state', ...more })).toMatchObject({ status });
});

test('a kind and a grade are given by exact value only', () => {
  const mapped: Partial<Written> = {
    kind: 'alert.type',
    grade: 'alert.type',
    tables: { kind: { reset: 'factor-reset' }, grade: { reset: 'event' } },
  };
  expect(detected({ alert: { ...alert, type: 'reset' } }, mapped)).toMatchObject({
    kind: 'factor-reset',
    grade: 'event',
  });
  expect(detected({ alert: { ...alert, type: 'reset all' } }, mapped)).not.toHaveProperty('kind');
  expect(detected({ alert: { ...alert, type: 'reset all' } }, mapped)).toMatchObject({ grade: 'finding' });
});

test('a product Cordon does not know keeps its name', () => {
  expect(detected({ alert }, { product: { value: 'NetSuite ERP' } })).toMatchObject({
    product: 'netsuite-erp',
    productName: 'NetSuite ERP',
  });
});

test('a field for which nothing is found is told on the card', () => {
  const { notes } = detected(
    { alert, who: { mail: 'mara.ito@northwind.example' } },
    {
      severity: { value: 'high' },
      product: 'alert.product',
      subject: { email: 'who.mail', name: 'who.nmae' },
      link: 'alert.href',
      addresses: [{ list: 'ips', ip: 'v4' }],
    },
  );
  expect(notes).toEqual(['The mapping found nothing for: product, link, addresses.']);
});
