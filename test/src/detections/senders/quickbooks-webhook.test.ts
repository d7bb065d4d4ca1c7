import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const event = (more: object = {}) => ({
  specversion: '1.0',
  id: '88cd52aa-33b6-4351-9aa4-47572edbd068',
  source: 'intuit.dsnBgbseACLLRZNxo2dfc4ev',
  type: 'qbo.vendor.updated.v1',
  datacontenttype: 'application/json',
  time: '2026-11-22T08:02:11.179851517Z',
  intuitentityid: '95',
  intuitaccountid: '310687',
  data: {},
  ...more,
});

const entity = (more: object = {}) => ({
  name: 'Vendor',
  id: '95',
  operation: 'Update',
  lastUpdated: '2026-11-22T08:02:11.000Z',
  ...more,
});

const older = (...entities: unknown[]) => ({
  eventNotifications: [{ realmId: '310687', dataChangeEvent: { entities } }],
});

const read = (more: object = {}): Detection => detected('quickbooks-webhook', [event(more)]);
const readOlder = (more: object = {}): Detection => detected('quickbooks-webhook', older(entity(more)));

const supplierUpdated = {
  source: 'siem',
  title: 'Vendor 95 updated',
  grade: 'event',
  kind: 'payee-change',
  product: 'quickbooks',
  productName: 'QuickBooks Online',
  severity: 'medium',
  senderSeverity: null,
  status: 'new',
  receivedAt: '2026-11-22T08:15:00.000Z',
  addresses: [],
  objects: [{ type: 'vendor', name: '95' }],
  counts: [],
  observables: [
    { type: 'quickbooks-vendor', value: '95' },
    { type: 'quickbooks-realm', value: '310687' },
  ],
  payee: { id: '95' },
  notes: ['Severity not given; treated as medium.', 'The sender names no person and no app.'],
};

test('a supplier updated, as a CloudEvent', () => {
  expect(read()).toEqual({
    ...supplierUpdated,
    senderUid: '88cd52aa-33b6-4351-9aa4-47572edbd068',
    rule: { uid: 'qbo.vendor.updated.v1', techniques: [], analytics: [] },
    occurredAt: '2026-11-22T08:02:11.179Z',
  });
});

test('a supplier updated, in the older shape', () => {
  expect(readOlder()).toEqual({
    ...supplierUpdated,
    senderUid: '310687/Vendor/95/Update/2026-11-22T08:02:11.000Z',
    rule: { techniques: [], analytics: [] },
    occurredAt: '2026-11-22T08:02:11.000Z',
  });
});

test.each([
  ['qbo.vendor.updated.v1', 'Vendor 95 updated', 'payee-change', 'quickbooks-vendor'],
  ['qbo.vendor.created.v1', 'Vendor 95 created', undefined, 'quickbooks-vendor'],
  ['qbo.billpayment.created.v1', 'Bill payment 95 created', 'payment', 'quickbooks-billpayment'],
  ['qbo.billpayment.updated.v1', 'Bill payment 95 updated', undefined, 'quickbooks-billpayment'],
  ['qbo.payment.created.v1', 'Payment 95 created', undefined, 'quickbooks-payment'],
  ['qbo.transfer.created.v1', 'Transfer 95 created', 'payment', 'quickbooks-transfer'],
  ['qbo.Transfer.Created.v2', 'Transfer 95 created', 'payment', 'quickbooks-transfer'],
  ['qbo.customer.merged.v1', 'Customer 95 merged', undefined, 'quickbooks-customer'],
])('%s is "%s", %s', (type, title, kind, observable) => {
  const detection = read({ type });
  expect([detection.title, detection.kind, detection.grade]).toEqual([title, kind, 'event']);
  expect(detection.observables).toContainEqual({ type: observable, value: '95' });
});

test.each([
  [{ name: 'BillPayment', operation: 'Create' }, 'Bill payment 95 created', 'payment'],
  [{ name: 'Vendor', operation: 'Delete' }, 'Vendor 95 deleted', undefined],
  [{ name: 'Invoice', operation: 'Emailed' }, 'Invoice 95 emailed', undefined],
  [{ name: 'BillPayment', operation: 'Void' }, 'Bill payment 95 voided', undefined],
])('in the older shape %o is "%s", %s', (more, title, kind) => {
  const detection = readOlder(more);
  expect([detection.title, detection.kind]).toEqual([title, kind]);
});

test('only a supplier is a payee; what was merged away stays searchable', () => {
  expect(read({ type: 'qbo.customer.updated.v1' }).payee).toBeUndefined();
  expect(readOlder({ operation: 'Merge', deletedId: '94' }).observables).toContainEqual({
    type: 'quickbooks-vendor',
    value: '94',
  });
});

test('one delivery may hold several companies and several entities', () => {
  const mixed = {
    eventNotifications: [
      { realmId: '1', dataChangeEvent: { entities: [entity(), entity({ id: '96' }), 7] } },
      { realmId: '2', dataChangeEvent: { entities: [entity()] } },
      { realmId: '3', dataChangeEvent: {} },
    ],
  };
  const delivered = normalise('quickbooks-webhook', mixed, context);
  expect(delivered).toMatchObject({
    findings: [
      { detection: { senderUid: '1/Vendor/95/Update/2026-11-22T08:02:11.000Z' } },
      { detection: { senderUid: '1/Vendor/96/Update/2026-11-22T08:02:11.000Z' } },
      { ok: false, code: 'not-quickbooks' },
      { detection: { senderUid: '2/Vendor/95/Update/2026-11-22T08:02:11.000Z' } },
      { ok: false, code: 'not-quickbooks' },
    ],
  });
  const batch = [event(), event({ id: 'b', intuitaccountid: '2' }), event({ type: 'com.example.other' })];
  expect(normalise('quickbooks-webhook', batch, context)).toMatchObject({
    findings: [{ ok: true }, { ok: true }, { ok: false, code: 'not-quickbooks', field: 'type' }],
  });
});

test('a change without all that identifies it is told apart by its content', () => {
  expect(readOlder({ lastUpdated: null }).senderUid).toMatch(/^sha256:/);
  expect(read({ id: null }).senderUid).toMatch(/^sha256:/);
  expect(read({ intuitentityid: null })).toMatchObject({ title: 'Vendor updated', objects: [] });
});

test.each([null, 7, 'x', [[[]]], {}, { eventNotifications: [null] }, older(entity({ name: 'not one word' }))])(
  '%j is refused',
  (payload) => {
    expect(readOne(normalise('quickbooks-webhook', payload, context))).toMatchObject({
      ok: false,
      code: 'not-quickbooks',
    });
  },
);

describe('whatever a stranger sends', () => {
  const own = ['created updated deleted merged voided emailed bill payment journal entry purchase order vendor credit'];

  test('any JSON', () => {
    fc.assert(fc.property(anyJson, (json) => expectHonest('quickbooks-webhook', json, own)));
  });

  test.each([
    ['a CloudEvent', [event()]],
    ['the older shape', older(entity(), entity({ name: 'BillPayment', operation: 'Create' }))],
  ])('%s spoilt anywhere', (_what, payload) => {
    fc.assert(fc.property(spoilt(payload), (json) => expectHonest('quickbooks-webhook', json, own)));
  });
});
