import { describe, expect, it } from 'vitest';
import { seedUsualPayment, seedVendorBankChange } from '#sandbox/vendors/quickbooks/seed.ts';
import { call, NOW, servedCompany } from './served-company.ts';

const DAY_MS = 86_400_000;
const served = servedCompany();

const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const lately = { since: ago(2), until: NOW.toISOString() };
const thisYear = { since: ago(365), until: NOW.toISOString() };
const ask = (query: string, input: object) => served.connection.ask(`quickbooks.${query}`, input, call);

describe('questions about a payment to changed bank details', () => {
  it('are answered with the payment', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    const { data, summary, events, notVisible } = await ask('bill-payment', { paymentId });
    expect(data).toEqual({
      id: paymentId,
      syncToken: '0',
      payee: { id: '77', name: 'Brightwater Supplies' },
      amount: '48200.00',
      currency: 'EUR',
      date: '2026-11-22',
      account: 'Checking',
      voided: false,
      deleted: false,
      bills: [{ id: String(Number(paymentId) - 1), amount: '48200.00' }],
      created: '2026-11-22T08:02:00.000Z',
      updated: '2026-11-22T08:02:00.000Z',
    });
    expect(summary).toBe(
      `Bill payment ${paymentId} to Brightwater Supplies: €48,200.00 from Checking, dated 2026-11-22.`,
    );
    expect(events).toEqual([
      { when: '2026-11-22T08:02:00.000Z', what: `Bill payment ${paymentId} to Brightwater Supplies was entered` },
    ]);
    expect(notVisible.join(' ')).toContain('no API for sign-ins, users, exports or MFA');
  });

  it('are answered with when the supplier was changed, by the calendar', async () => {
    seedVendorBankChange(served.world);
    const { data, summary, notVisible } = await ask('vendor', { vendorId: '77' });
    expect(data).toMatchObject({
      updated: '2026-11-21T17:42:00.000Z',
      changedWithinDays: 1,
      bankDetail: null,
      balance: '0.00',
    });
    expect(summary).toBe('The record of Brightwater Supplies is active and was last changed yesterday.');
    expect(notVisible[0]).toContain('outside Australia they are not in the API');
  });

  it('are answered with what is usual, which the payment itself is no part of', async () => {
    seedVendorBankChange(served.world);
    seedVendorBankChange(served.world);
    const { data, summary } = await ask('payee-history', { vendorId: '77', ...thisYear });
    expect(data).toEqual({ payments: 14, usualAmount: '7360.25', highestAmount: '8890.00', lastPaid: '2026-10-29' });
    expect(summary).toBe(
      '14 payments to this supplier, usually €7,360.25, at most €8,890.00, last on 2026-10-29. 2 payments of the last 3 days not counted.',
    );
  });

  it('are answered with who entered it, as far as QuickBooks says', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    const { data, summary, events, notVisible } = await ask('transactions', { vendorId: '77', ...lately });
    expect(data).toMatchObject({
      transactions: [
        { type: 'Bill', createdBy: 'API API', amount: '48200.00' },
        {
          id: paymentId,
          when: '2026-11-22T08:02:00.000Z',
          type: 'Bill Payment (Check)',
          name: 'Brightwater Supplies',
          createdBy: 'API API',
          lastModifiedBy: 'API API',
          amount: '-48200.00',
        },
      ].toSorted((a, b) => a.type.localeCompare(b.type)),
    });
    expect(summary).toBe('2 transactions entered or changed, by API API.');
    expect(events.map(({ what }) => what)).toContain('Bill Payment (Check) to Brightwater Supplies entered by API API');
    expect(notVisible.join(' ')).toContain('name match');
  });

  it('are answered with what changed', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    const { data, summary, events } = await ask('changes', lately);
    expect(data).toEqual({
      saturated: false,
      changes: [
        { entity: 'Vendor', id: '77', name: 'Brightwater Supplies', when: '2026-11-21T17:42:00.000Z', deleted: false },
        {
          entity: 'BillPayment',
          id: paymentId,
          name: 'Brightwater Supplies',
          when: '2026-11-22T08:02:00.000Z',
          deleted: false,
        },
        {
          entity: 'Bill',
          id: expect.any(String),
          name: 'Brightwater Supplies',
          when: '2026-11-22T08:02:00.000Z',
          deleted: false,
        },
      ],
    });
    expect(summary).toBe('3 records changed (1 Vendor, 1 BillPayment, 1 Bill), 0 of them deleted.');
    expect(events).toEqual([{ when: '2026-11-21T17:42:00.000Z', what: 'Vendor Brightwater Supplies was changed' }]);
  });
});

describe('questions about a usual payment', () => {
  it('show an ordinary day', async () => {
    seedUsualPayment(served.world);
    const history = await ask('payee-history', { vendorId: '78', ...thisYear });
    expect(history.data).toMatchObject({ payments: 12, usualAmount: '4057.50', highestAmount: '4300.00' });
    const { data } = await ask('transactions', { vendorId: '78', ...lately });
    expect(JSON.stringify(data)).not.toContain('API API');
    expect(await ask('vendor', { vendorId: '78' })).toMatchObject({
      data: { changedWithinDays: 2, updated: '2026-11-20T09:20:00.000Z' },
    });
  });
});

it('filters to the minute what QuickBooks filters by the day', async () => {
  seedVendorBankChange(served.world);
  const until = new Date('2026-11-22T08:01:59Z').toISOString();
  expect((await ask('transactions', { ...lately, until })).data).toEqual({ transactions: [] });
});

describe('voiding', () => {
  const input = (paymentId: string) => ({
    paymentId,
    payee: 'Brightwater Supplies',
    amount: '48200.00',
    currency: 'EUR',
  });
  const action = () => served.connection.action('quickbooks.void-bill-payment');

  it('takes the payment out of the books, and reading it back says so', async () => {
    const order = input(seedVendorBankChange(served.world).paymentId);
    expect(action().summarise(order)).toBe('Void €48,200.00 to Brightwater Supplies in QuickBooks');
    const receipt = await action().before(order, call);
    expect(await action().verify(order, receipt, call)).toMatchObject({ state: 'not-done' });
    await action().run(order, receipt, call);
    await action().run(order, receipt, call);
    expect(await action().verify(order, receipt, call)).toMatchObject({ state: 'done', residual: [] });
    expect(await action().preview(order, call)).toMatchObject({
      alreadySo: true,
      bound: { Amount: '€0.00', Version: '1' },
    });
    expect((await ask('bill-payment', order)).summary).toContain('voided');
    expect(action()).toMatchObject({ undoable: false, undoWords: expect.stringContaining('cannot be taken back') });
  });

  it('is not taken at its word', async () => {
    const order = input(seedVendorBankChange(served.world).paymentId);
    const receipt = await action().before(order, call);
    served.world.pretendNext('/v3/company');
    await action().run(order, receipt, call);
    expect(await action().verify(order, receipt, call)).toMatchObject({
      state: 'not-done',
      residual: ['The payment of €48,200.00 to Brightwater Supplies still stands in QuickBooks.'],
    });
  });
});

describe('deactivating a supplier', () => {
  const input = { vendorId: '77', name: 'Brightwater Supplies' };
  const action = () => served.connection.action('quickbooks.deactivate-vendor');

  it('can be undone, and done again under the same step', async () => {
    expect((await action().preview(input, call)).bound).toEqual({ Supplier: 'Brightwater Supplies' });
    const receipt = await action().before(input, call);
    for (let round = 0; round < 2; round += 1) {
      await action().run(input, receipt, call);
      expect(await action().verify(input, receipt, call)).toMatchObject({ state: 'done' });
      await action().undo(input, receipt, { ...call, idempotencyKey: 'undo-4f6b' });
      expect(await action().verifyUndone(input, receipt, call)).toMatchObject({ state: 'done' });
    }
  });

  it('leaves a supplier inactive who was inactive before', async () => {
    const old = { vendorId: '80', name: 'Old Mill Print' };
    const receipt = await action().before(old, call);
    await action().run(old, receipt, call);
    await action().undo(old, receipt, call);
    expect(await action().verifyUndone(old, receipt, call)).toMatchObject({
      state: 'done',
      evidence: 'QuickBooks shows Old Mill Print as inactive.',
    });
  });
});

describe('the check', () => {
  const states = async () => (await served.connection.check(call)).map(({ source, state }) => `${source}: ${state}`);

  it('says what can be seen, and what nobody can', async () => {
    seedVendorBankChange(served.world);
    const found = await served.connection.check(call);
    expect(found[0]?.detail).toBe(
      'Access can be renewed. Unused it lasts 101 days; at most 1,825 days, then a new consent is needed.',
    );
    expect(await states()).toEqual([
      'Connection: healthy',
      'Transaction list report: healthy',
      'Change data capture: healthy',
      'Sign-ins: off',
      'Users and roles: off',
      'Exports and reports run: off',
      'MFA: off',
    ]);
  });

  it('warns before the connection ends', async () => {
    await served.connection.check(call);
    served.world.advance(80 * DAY_MS);
    for (const [name, value] of served.tokens) {
      served.tokens.set(name, JSON.stringify({ ...JSON.parse(value), accessUntil: Number.MAX_SAFE_INTEGER }));
    }
    const [connection] = await served.connection.check(call);
    expect(connection?.detail).toContain('Have a company admin renew the consent before that.');
  });
});

it('keeps its access over days, through rotations and restarts', async () => {
  for (let day = 0; day < 5; day += 1) {
    expect((await ask('vendor', { vendorId: '77' })).data).toMatchObject({ id: '77' });
    served.world.advance(DAY_MS);
  }
  expect([...served.tokens.values()].join()).toContain('qbo-refresh-5');
});
