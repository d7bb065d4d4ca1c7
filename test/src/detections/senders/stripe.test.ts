import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { fromMinorUnits } from '#src/detections/senders/stripe/amount.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const bankAccount = {
  id: 'ba_1Qx',
  object: 'bank_account',
  account_holder_name: 'Brightwater Supplies',
  country: 'US',
  currency: 'usd',
  last4: '6789',
  routing_number: '110000000',
};
const payout = {
  id: 'po_1',
  object: 'payout',
  amount: 4_820_000,
  currency: 'eur',
  destination: 'ba_1Qx',
  status: 'pending',
};
const warning = {
  id: 'issfr_1',
  object: 'radar.early_fraud_warning',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  fraud_type: 'made_with_stolen_card',
};

const event = (type = 'account.external_account.created', object: object | null = bankAccount, more: object = {}) => ({
  id: 'evt_1Qx',
  object: 'event',
  api_version: '2025-09-30',
  created: 1_795_335_000,
  livemode: true,
  pending_webhooks: 1,
  type,
  account: 'acct_1',
  data: { object },
  request: { id: 'req_1', idempotency_key: null },
  ...more,
});

const read = (...args: Parameters<typeof event>): Detection => detected('stripe', event(...args));

test('a payout account added', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'evt_1Qx',
    title: 'Payout account added',
    grade: 'event',
    rule: { uid: 'account.external_account.created', techniques: [], analytics: [] },
    kind: 'payout-account',
    product: 'stripe',
    productName: 'Stripe',
    severity: 'medium',
    senderSeverity: null,
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    addresses: [],
    objects: [
      { type: 'bank account', name: 'ba_1Qx' },
      { type: 'account ending in', name: '6789' },
    ],
    counts: [],
    observables: [
      { type: 'stripe-object', value: 'ba_1Qx' },
      { type: 'stripe-account', value: 'acct_1' },
      { type: 'stripe-request', value: 'req_1' },
    ],
    payee: { id: 'ba_1Qx', name: 'Brightwater Supplies' },
    notes: ['Severity not given; treated as medium.', 'The sender names no person and no app.'],
  });
});

test.each([
  ['payout.created', payout, 'Payout created', 'payment', 'event', 'medium'],
  ['transfer.created', { ...payout, object: 'transfer' }, 'Transfer created', 'payment', 'event', 'medium'],
  ['account.external_account.updated', bankAccount, 'Payout account changed', 'payout-account', 'event', 'medium'],
  ['external_account.updated', bankAccount, 'Payout account changed', 'payout-account', 'event', 'medium'],
  ['account.external_account.deleted', bankAccount, 'Payout account removed', undefined, 'event', 'medium'],
  ['radar.early_fraud_warning.created', warning, 'Early fraud warning', undefined, 'finding', 'high'],
  ['payout.failed', payout, 'payout.failed', undefined, 'event', 'medium'],
])('%s', (type, object, title, kind, grade, severity) => {
  const detection = read(type, object);
  expect([detection.title, detection.kind, detection.grade, detection.severity]).toEqual([
    title,
    kind,
    grade,
    severity,
  ]);
});

test('a payout names its sum and where it goes', () => {
  expect(read('payout.created', payout)).toMatchObject({
    amount: { value: '48200.00', currency: 'EUR' },
    payee: { id: 'ba_1Qx' },
  });
});

test('an early fraud warning names the charge and what the issuer says', () => {
  expect(read('radar.early_fraud_warning.created', warning)).toMatchObject({
    message: 'made_with_stolen_card',
    objects: [{ type: 'radar.early fraud warning', name: 'issfr_1' }],
    observables: expect.arrayContaining([
      { type: 'stripe-charge', value: 'ch_1' },
      { type: 'stripe-payment-intent', value: 'pi_1' },
    ]),
  });
});

test('a test is recorded and pages nobody', () => {
  const { status, notes } = read('payout.created', payout, { livemode: false });
  expect(status).toBe('closed');
  expect(notes).toContain('Stripe says that this is a test (livemode is false).');
  expect(read('payout.created', payout, { livemode: 'no' }).status).toBe('new');
});

describe('amounts', () => {
  test.each([
    [4_820_000, 'eur', '48200.00'],
    ['4820000', 'EUR', '48200.00'],
    [5, 'usd', '0.05'],
    [0, 'usd', '0.00'],
    [500, 'jpy', '500'],
    [500, 'krw', '500'],
    [500, 'isk', '5.00'],
    [500, 'ugx', '5.00'],
    [1000, 'huf', '10.00'],
    [80_000, 'twd', '800.00'],
    [5120, 'kwd', '5.120'],
    [7, 'bhd', '0.007'],
    [999_999_999_999_999, 'usd', '9999999999999.99'],
    [-100, 'usd', undefined],
    [10.5, 'usd', undefined],
    ['1e3', 'usd', undefined],
    ['1,000', 'usd', undefined],
    [1e21, 'usd', undefined],
    [500, undefined, undefined],
    [500, 'euros', undefined],
    [undefined, 'usd', undefined],
  ])('%s %s is %s', (minor, currency, value) => {
    expect(fromMinorUnits(minor, currency)).toBe(value);
  });

  test('what cannot be read for certain is left out, with a note', () => {
    const { amount, notes } = read('payout.created', { ...payout, currency: null });
    expect(amount).toBeUndefined();
    expect(notes).toContain('The amount could not be read for certain; it was left out.');
  });
});

test.each([
  [null, 'not-stripe'],
  [7, 'not-stripe'],
  [[[[]]], 'not-stripe'],
  [{ object: 'event' }, 'not-stripe'],
  [event('payout.created', payout, { object: 'payout' }), 'not-stripe'],
  [{ object: 'v2.core.event', id: 'evt_2', type: 'v1.billing.meter.error_report_triggered' }, 'thin-event'],
])('%j is refused', (payload, code) => {
  expect(readOne(normalise('stripe', payload, context))).toMatchObject({ ok: false, code, field: 'object' });
});

test('an event that holds nothing is still told', () => {
  expect(read('payout.created', null)).toMatchObject({ title: 'Payout created', kind: 'payment', objects: [] });
});

describe('whatever a stranger sends', () => {
  const own = ['Payout account added changed removed created Transfer created Early fraud warning account ending in'];

  test('any JSON', () => {
    fc.assert(fc.property(anyJson, (json) => expectHonest('stripe', json, own)));
  });

  test.each([bankAccount, payout, warning])('%o spoilt anywhere', (object) => {
    const type = 'account.external_account.created';
    fc.assert(fc.property(spoilt(event(type, object)), (json) => expectHonest('stripe', json, own)));
  });
});
