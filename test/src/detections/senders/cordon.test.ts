import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { JsonSchema } from '#src/config/json-schema.ts';
import { detectionTemplateJsonSchema } from '#src/detections/senders/cordon.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne, template } from './finding.ts';

const read = (more: object) => detected('cordon', template(more));

const full = template({
  kind: 'vendor-bank-change',
  message: 'Bank account of a supplier changed, then a payment created',
  severity: 'Critical',
  product: 'QuickBooks',
  status: 'new',
  grade: 'event',
  actor: { name: 'Payments API', ids: { quickbooks: 77 } },
  target: { email: 'dana.ortiz@northwind.example' },
  integration: { name: 'Ledger Sync', id: 'app-9' },
  addresses: ['198.51.100.23', { ip: '10.1.2.3', place: 'Head office' }],
  counts: [{ what: 'bills', count: '1,250', usual: 3 }],
  objects: ['Vendor', { type: 'report', name: 'Monthly report' }],
  observables: [{ type: 'user-agent', value: 'curl/8' }],
  amount: { value: '48,200.00', currency: 'eur' },
  payee: { id: '56', name: 'Brightwater Supplies' },
  transfer: {
    vendor: 'QuickBooks',
    id: '145',
    kind: 'bill-payment',
    amount: '48,200.00',
    currency: 'eur',
    payee: { id: '56', name: 'Brightwater Supplies' },
    due_at: '2026-11-22T16:00:00+01:00',
  },
  rule: {
    name: 'Payee change then payment',
    uid: 'r-9',
    techniques: ['t1657'],
    analytics: ['AN1364'],
    attack_version: '18.1',
  },
  link: 'https://siem.example/7',
});

test('a full template', () => {
  expect(detected('cordon', full)).toEqual({
    source: 'siem',
    grade: 'event',
    observables: [{ type: 'user-agent', value: 'curl/8' }],
    amount: { value: '48200.00', currency: 'EUR' },
    payee: { id: '56', name: 'Brightwater Supplies' },
    senderUid: 'rule-7/2026-11-22',
    title: 'Bulk read',
    message: 'Bank account of a supplier changed, then a payment created',
    rule: {
      name: 'Payee change then payment',
      uid: 'r-9',
      techniques: ['T1657'],
      analytics: ['AN1364'],
      attackVersion: '18.1',
    },
    kind: 'vendor-bank-change',
    product: 'quickbooks',
    productName: 'QuickBooks Online',
    severity: 'critical',
    senderSeverity: 'Critical',
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: {} },
    actor: { name: 'Payments API', ids: { quickbooks: '77' } },
    target: { email: 'dana.ortiz@northwind.example', ids: {} },
    integration: { name: 'Ledger Sync', id: 'app-9' },
    addresses: [
      { ip: '198.51.100.23', private: false },
      { ip: '10.1.2.3', private: true },
    ],
    objects: [{ name: 'Vendor' }, { type: 'report', name: 'Monthly report' }],
    counts: [{ what: 'bills', count: 1250, usual: 3 }],
    transfer: {
      vendor: 'quickbooks',
      id: '145',
      kind: 'bill-payment',
      amount: '48200.00',
      currency: 'EUR',
      payee: { id: '56', name: 'Brightwater Supplies' },
      dueAt: '2026-11-22T15:00:00.000Z',
    },
    link: 'https://siem.example/7',
    notes: ['10.1.2.3 is a private address; what the sender says about where it is (Head office) was left out.'],
  });
});

test('a template may leave empty what it does not know', () => {
  const blank = {
    message: '',
    product: null,
    actor: { email: '', name: ' ' },
    addresses: [''],
    transfer: { vendor: '', payee: { name: null } },
    link: '',
  };
  expect(read(blank)).toEqual(read({}));
});

test('a product of which Cordon has no connector keeps its name', () => {
  expect(read({ product: 'NetSuite ERP' })).toMatchObject({ product: 'netsuite-erp', productName: 'NetSuite ERP' });
});

test.each([
  [
    { severity: 'sev1' },
    {
      severity: 'medium',
      senderSeverity: 'sev1',
      notes: ['The sender\'s severity "sev1" is not one Cordon knows; treated as medium.'],
    },
  ],
  [{ severity: '0' }, { severity: 'medium', senderSeverity: '0' }],
  [
    { severity: undefined },
    { severity: 'medium', senderSeverity: null, notes: ['Severity not given; treated as medium.'] },
  ],
  [
    { counts: [{ what: 'rows', count: '41.250' }] },
    { counts: [], notes: ['The count of rows is not a number; it was left out.'] },
  ],
  [
    { severty: 'low' },
    { severity: 'high', notes: ['The field "severty" is not part of the template and was not read.'] },
  ],
  [{ link: 'javascript:alert(1)' }, { notes: ["The sender's link was left out: it is not a plain web address."] }],
  [
    { subject: { email: 'nobody', ids: { Okta: '1' } } },
    {
      notes: [
        'An id of the subject was left out: its system is not named in small letters.',
        "The subject's e-mail address was left out: it is none.",
        'The sender names no person and no app.',
      ],
    },
  ],
  [
    { subject: null, actor: { email: 'sam.okoro@northwind.example' } },
    { subject: { email: 'sam.okoro@northwind.example' } },
  ],
  [
    { amount: { value: '1.000,00', currency: 'EUR' } },
    { notes: ['The amount could not be read for certain; it was left out.'] },
  ],
  [{ amount: { value: 100 } }, { amount: { value: '100' }, notes: ['The sender names an amount without a currency.'] }],
])('%o is read with a note', (more, expected) => {
  expect(read(more)).toMatchObject(expected);
});

test('the target of what somebody did is the subject, and never the actor', () => {
  const people = { actor: { email: 'help.desk@northwind.example' }, target: { email: 'mara.ito@northwind.example' } };
  expect(read({ subject: null, ...people })).toMatchObject({
    subject: { email: 'mara.ito@northwind.example' },
    actor: { email: 'help.desk@northwind.example' },
    target: { email: 'mara.ito@northwind.example' },
  });
});

test.each(['new', 'closed', 'false-positive'])('the status %s is kept', (status) => {
  expect(read({ status })).toMatchObject({ status });
});

const transfer = { vendor: 'quickbooks', id: '1', amount: '10.00', currency: 'EUR', payee: { name: 'B' } };

test.each([
  ['not the template', { id: 1 }, 'not-the-template', /"cordon": "detection\/1"/],
  ['another version', template({ cordon: 'detection/2' }), 'template', /cordon: must be detection\/1/],
  ['no id', template({ id: '' }), 'template', /id: must be text/],
  ['no title', template({ title: null }), 'template', /title: must be text; it is missing/],
  ['a title nobody can see', template({ title: '\u202e\u200b' }), 'template', /title: holds nothing/],
  [
    'an amount that could be read in two ways',
    template({ transfer: { ...transfer, amount: '10.000,00' } }),
    'template',
    /transfer\.amount: cannot be read/,
  ],
  [
    'a negative amount',
    template({ transfer: { ...transfer, amount: -5 } }),
    'template',
    /transfer\.amount: cannot be read/,
  ],
  [
    'a transfer without a currency',
    template({ transfer: { ...transfer, currency: '' } }),
    'template',
    /transfer\.currency: must be text/,
  ],
  [
    'a payee of nobody',
    template({ transfer: { ...transfer, payee: {} } }),
    'template',
    /transfer\.payee: must be a section/,
  ],
  ['a status nobody has', template({ status: 'done' }), 'template', /status: must be new, closed or false-positive/],
  ['a grade nobody has', template({ grade: 'alert' }), 'template', /grade: must be finding or event/],
  [
    'an observable without a type',
    template({ observables: [{ value: 's-1' }] }),
    'template',
    /observables\.0\.type: must be text; it is missing/,
  ],
  ['a list', [template()], 'not-the-template', /must be an object/],
])('%s goes to quarantine with the reason', (_what, payload, code, reason) => {
  expect(readOne(normalise('cordon', payload, context))).toMatchObject({
    ok: false,
    code,
    reason: expect.stringMatching(reason),
  });
});

const undescribed = (schema: JsonSchema, path: string): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    if (typeof child !== 'object') return [];
    const here = `${path}.${name}`;
    const items = typeof child.items === 'object' && !Array.isArray(child.items) ? undescribed(child.items, here) : [];
    return [...(child.description ? [] : [here]), ...undescribed(child, here), ...items];
  });

test('its JSON Schema explains every field, and its page names every one', () => {
  const schema = detectionTemplateJsonSchema();
  expect(undescribed(schema, '')).toEqual([]);
  const page = readFileSync(new URL('../../../../docs/senders/cordon.md', import.meta.url), 'utf8');
  const names = Object.keys(schema.properties ?? {});
  expect(names).toEqual(expect.arrayContaining(['target', 'status', 'grade', 'observables', 'amount', 'payee']));
  expect(names.filter((name) => !page.includes(`"${name}"`))).toEqual([]);
});

test('its JSON Schema takes the full template and refuses what the shape does not know', () => {
  const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(detectionTemplateJsonSchema());
  expect(check(full)).toBe(true);
  expect(check({ ...full, severty: 'low' })).toBe(false);
  expect(check({ ...full, status: 'done' })).toBe(false);
  expect(check({ ...full, grade: 'alert' })).toBe(false);
  expect(check({ ...full, observables: [{ value: 's-1' }] })).toBe(false);
  expect(check({ ...full, id: undefined })).toBe(false);
});
