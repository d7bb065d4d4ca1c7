import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { voidBillPayment } from '#src/connectors/quickbooks/actions/void-bill-payment.ts';
import { billPayment } from '#src/connectors/quickbooks/queries/bill-payment.ts';
import { API, call, exchange, grant, open, ROOT, withoutNetwork } from './stage.ts';

withoutNetwork();
beforeEach(() => void exchange().reply(200, grant(1)));

const input = { paymentId: '2481', payee: 'Brightwater Supplies', amount: '48200.00', currency: 'EUR' };
const body = {
  Id: '2481',
  SyncToken: '0',
  VendorRef: { value: '77', name: 'Brightwater Supplies' },
  PayType: 'Check',
  CheckPayment: { BankAccountRef: { value: '35', name: 'Checking' } },
  TotalAmt: 48200.0,
  TxnDate: '2026-11-22',
  Line: [{ Amount: 48200.0, LinkedTxn: [{ TxnId: '2480', TxnType: 'Bill' }] }],
  MetaData: { CreateTime: '2026-11-22T10:02:00+01:00', LastUpdatedTime: '2026-11-22T10:02:00+01:00' },
  CustomExtension: { keep: ['this', 1.5] },
};
const voided = { ...body, SyncToken: '1', TotalAmt: 0, Line: [], PrivateNote: 'Voided - urgent' };

const reads = (payment: object) =>
  nock(API).get(`${ROOT}/billpayment/2481`).query(true).reply(200, { BillPayment: payment });
const isGone = () =>
  nock(API)
    .get(`${ROOT}/billpayment/2481`)
    .query(true)
    .reply(400, { Fault: { Error: [{ code: '610', Message: 'Object Not Found' }], type: 'ValidationFault' } });
const writes = () =>
  nock(API)
    .post(`${ROOT}/billpayment`, { Id: '2481', SyncToken: '0', sparse: true })
    .query({ operation: 'update', include: 'void', requestid: 'step-4f6b', minorversion: '75' });
const feedSays = (BillPayment: object[]) =>
  nock(API)
    .get(`${ROOT}/cdc`)
    .query(true)
    .reply(200, { CDCResponse: [{ QueryResponse: [{ BillPayment }] }] });
const billIs = (Balance: number) =>
  nock(API)
    .get(`${ROOT}/query`)
    .query(({ query }) => String(query).startsWith("select * from Bill where Id in ('2480')"))
    .reply(200, { QueryResponse: { Bill: [{ Id: '2480', DocNumber: 'B-7', Balance }] } });
const STALE = {
  Fault: {
    Error: [
      {
        Message: 'Stale Object Error',
        Detail: 'Stale Object Error : You and Dana Ortiz were working on this at the same time.',
        code: '5010',
      },
    ],
    type: 'ValidationFault',
  },
};

async function receipt() {
  const worker = open();
  reads(body);
  return { ...worker, before: await voidBillPayment.before(worker.client, input, call) };
}

describe('the preview', () => {
  it('binds payee, amount and version, and says what voiding does not do', async () => {
    reads(body);
    const preview = await voidBillPayment.preview(open().client, input, call);
    expect(preview.bound).toEqual({ Payee: 'Brightwater Supplies', Amount: '€48,200.00', Version: '0' });
    expect(preview.effects).toEqual([
      'The payment of €48,200.00 becomes zero in QuickBooks and stays in its books as voided.',
      'This is an entry in the books. It does not recall money already sent by a bank or by QuickBooks Bill Pay: call the bank as well.',
    ]);
    expect(preview.breaks[0]).toBe('Bill 2480 is open again with €48,200.00 and can be paid again.');
    expect(preview.alreadySo).toBe(false);
  });

  it('shows an amount that is not the one the detection told of', async () => {
    reads({ ...body, TotalAmt: 84200 });
    const { effects, bound } = await voidBillPayment.preview(open().client, input, call);
    expect(effects[0]).toBe('QuickBooks has this payment as €84,200.00; the detection said €48,200.00.');
    expect(bound.Amount).toBe('€84,200.00');
  });

  it('is not offered for a payment to somebody else', async () => {
    reads({ ...body, VendorRef: { value: '78', name: 'Harbor Freight Lines' } });
    await expect(voidBillPayment.preview(open().client, input, call)).rejects.toMatchObject({ code: 'payee-differs' });
  });

  it('does not mind how the sender spells the payee', async () => {
    reads(body);
    const spelled = { ...input, payee: '  BRIGHTWATER  Supplies.' };
    expect((await voidBillPayment.preview(open().client, spelled, call)).alreadySo).toBe(false);
  });

  it('knows a payment that is voided already', async () => {
    reads(voided);
    expect((await voidBillPayment.preview(open().client, input, call)).alreadySo).toBe(true);
  });

  it('does not take a note for a void', async () => {
    reads({ ...body, PrivateNote: 'Voided, honestly' });
    expect((await voidBillPayment.preview(open().client, input, call)).alreadySo).toBe(false);
  });

  it('says so when the payment is gone', async () => {
    isGone();
    await expect(voidBillPayment.preview(open().client, input, call)).rejects.toThrow(
      'QuickBooks has no bill payment 2481.',
    );
  });
});

describe('running', () => {
  it('keeps everything QuickBooks said about the payment', async () => {
    const { before } = await receipt();
    expect(before.stored).toEqual(body);
    expect(voidBillPayment.receipt.parse(JSON.parse(JSON.stringify(before)))).toEqual(before);
  });

  it('writes exactly the version of the receipt, under the id of the step', async () => {
    const { client, before } = await receipt();
    writes().reply(200, { BillPayment: voided });
    await voidBillPayment.run(client, input, before, call);
  });

  it('writes nothing when it was voided before', async () => {
    const { client, before } = await receipt();
    await voidBillPayment.run(client, input, { ...before, voided: true }, call);
  });

  it('names what changed when somebody was faster', async () => {
    const { client, before } = await receipt();
    writes().reply(400, STALE);
    reads({ ...body, SyncToken: '1', TotalAmt: 84200 });
    await expect(voidBillPayment.run(client, input, before, call)).rejects.toMatchObject({
      code: 'payment-changed',
      retryable: false,
      message:
        'Nothing was voided: the payment changed in QuickBooks first (by Dana Ortiz). Amount: €48,200.00 → €84,200.00; Version: 0 → 1. Look at it again and decide anew.',
    });
  });

  it('is content when the faster one was its own lost answer', async () => {
    const { client, before } = await receipt();
    writes().reply(400, STALE);
    reads(voided);
    await voidBillPayment.run(client, input, before, call);
  });
});

describe('verifying', () => {
  it('reads the payment and whether its bill is open again', async () => {
    const { client, before } = await receipt();
    reads(voided);
    billIs(48200);
    expect(await voidBillPayment.verify(client, input, before, call)).toEqual({
      state: 'done',
      evidence:
        'QuickBooks shows bill payment 2481 with €0.00 and the note "Voided - urgent"; 1 of 1 linked bills open again.',
      residual: [],
    });
  });

  it('tells of a bill that is not open: somebody may have paid it again', async () => {
    const { client, before } = await receipt();
    reads(voided);
    billIs(0);
    const { state, residual } = await voidBillPayment.verify(client, input, before, call);
    expect([state, residual]).toEqual([
      'done',
      ['Bill B-7 is not open: it may have been paid again by another payment.'],
    ]);
  });

  it.each([
    ['stands as before', body, 'not-done'],
    ['is zero without being voided', { ...body, TotalAmt: 0, Line: [] }, 'partly'],
  ])('is not satisfied when the payment %s', async (_, payment, state) => {
    const { client, before } = await receipt();
    reads(payment);
    const read = await voidBillPayment.verify(client, input, before, call);
    expect(read.state).toBe(state);
    expect(read.residual).toHaveLength(1);
  });

  it('takes a deletion that the change feed confirms for done, and nothing less', async () => {
    const { client, before } = await receipt();
    isGone();
    feedSays([{ Id: '2481', status: 'Deleted', MetaData: { LastUpdatedTime: '2026-11-22T09:10:00Z' } }]);
    expect(await voidBillPayment.verify(client, input, before, call)).toMatchObject({ state: 'done' });
    isGone();
    feedSays([]);
    isGone();
    await expect(voidBillPayment.verify(client, input, before, call)).rejects.toMatchObject({
      code: 'payment-not-found',
    });
  });
});

describe('the question about a payment', () => {
  it('answers for a deleted one with when, and that nothing else is known', async () => {
    isGone();
    feedSays([{ Id: '2481', status: 'Deleted', MetaData: { LastUpdatedTime: '2026-11-22T09:10:00Z' } }]);
    const answer = await billPayment.run(open().client, { paymentId: '2481' }, call);
    expect(answer.data).toMatchObject({ deleted: true, voided: false, payee: null, amount: null });
    expect(answer.notVisible[0]).toContain('What a deleted payment said');
  });

  it('reads a credit card, another currency and a note', async () => {
    const { CheckPayment: _, ...rest } = body;
    reads({
      ...rest,
      CreditCardPayment: { CCAccountRef: { value: '41', name: 'Visa' } },
      CurrencyRef: { value: 'USD' },
    });
    const { data, summary } = await billPayment.run(open().client, { paymentId: '2481' }, call);
    expect(data).toMatchObject({ account: 'Visa', currency: 'USD', amount: '48200.00', deleted: false });
    expect(summary).toBe('Bill payment 2481 to Brightwater Supplies: US$48,200.00 from Visa, dated 2026-11-22.');
    expect(billPayment.data.safeParse(data).success).toBe(true);
  });
});
