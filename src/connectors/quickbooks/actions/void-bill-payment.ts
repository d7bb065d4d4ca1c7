import { z } from 'zod';
import { Conflict } from '../../../errors.ts';
import { type Call, irreversible, type Preview, type Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { QuickbooksClient } from '../client.ts';
import { isCode, lastWriter } from '../faults.ts';
import { formatAmount } from '../money.ts';
import { findDeletion, type Payment, readBills, readPayment, recordId, requirePayment } from '../records.ts';
import { explainStale, Receipt, receiptOf } from '../void-receipt.ts';

const Input = z.object({
  paymentId: recordId,
  payee: z.string().min(1).max(500),
  /** Decimal text: "48200.00". */
  amount: z
    .string()
    .max(20)
    .regex(/^\d+(\.\d+)?$/, 'is not a decimal amount.'),
  currency: z
    .string()
    .max(3)
    .regex(/^[A-Z]{3}$/, 'is not a currency code.'),
});
type Input = z.infer<typeof Input>;

const MONEY_MAY_BE_GONE =
  'This is an entry in the books. It does not recall money already sent by a bank or by QuickBooks Bill Pay: call the bank as well.';

/** Takes a bill payment to zero in the books. The version is part of what is approved, and QuickBooks itself checks it again. */
export const voidBillPayment = defineAction<QuickbooksClient, Input, Receipt>({
  id: 'quickbooks.void-bill-payment',
  input: Input,
  receipt: Receipt,
  summarise: ({ payee, amount, currency }) => `Void ${formatAmount(amount, currency)} to ${payee} in QuickBooks`,
  preview: async (client, input, call) => describe(input, await requirePayment(client, input.paymentId, call)),
  async before(client, { paymentId, payee }, call) {
    const payment = await requirePayment(client, paymentId, call);
    assertPayee(payee, payment);
    return receiptOf(payment);
  },
  async run(client, { paymentId }, receipt, call) {
    if (receipt.voided) return;
    try {
      const parameters = { operation: 'update', include: 'void' };
      const body = { Id: paymentId, SyncToken: receipt.syncToken, sparse: true };
      await client.write({ entity: 'billpayment', parameters, body, requestId: call.idempotencyKey }, call);
    } catch (error) {
      if (!isCode(error, '5010')) throw error;
      await explainStale(client, paymentId, receipt, lastWriter(error), call);
    }
  },
  async verify(client, { paymentId }, receipt, call) {
    const payment = await readPayment(client, paymentId, call);
    if (!payment) return verifyDeleted(client, paymentId, call);
    return verifyVoided(client, payment, receipt, call);
  },
  undo: irreversible(
    'A void cannot be taken back in QuickBooks. To have the payment again somebody enters it anew, under a new number; Cordon keeps a full copy of it for that.',
  ),
});

function describe(input: Input, payment: Payment): Preview {
  assertPayee(input.payee, payment);
  const money = formatAmount(payment.amount, payment.currency);
  const told = formatAmount(input.amount, input.currency);
  return {
    target: `Bill payment ${payment.id} to ${payment.payee.name}`,
    effects: [
      ...(money === told || payment.voided
        ? []
        : [`QuickBooks has this payment as ${money}; the detection said ${told}.`]),
      `The payment of ${money} becomes zero in QuickBooks and stays in its books as voided.`,
      MONEY_MAY_BE_GONE,
    ],
    breaks: [
      ...payment.bills.map(
        ({ id, amount }) =>
          `Bill ${id} is open again with ${formatAmount(amount, payment.currency)} and can be paid again.`,
      ),
      'If it was matched with the bank or reconciled, that has to be done again.',
    ],
    bound: { Payee: payment.payee.name, Amount: money, Version: payment.syncToken },
    alreadySo: payment.voided,
  };
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** An id that leads to somebody else's payment is a mistake or a trap: nobody is asked to approve it. */
function assertPayee(named: string, { id, payee }: Payment): void {
  if (plain(named) === plain(payee.name)) return;
  throw new Conflict(
    'payee-differs',
    `Bill payment ${id} in QuickBooks is to ${payee.name}, not to ${named}. Nothing was changed. Look at it in QuickBooks and act there.`,
  );
}

async function verifyVoided(
  client: QuickbooksClient,
  payment: Payment,
  receipt: Receipt,
  call: Call,
): Promise<Verification> {
  const { amount, currency, note, voided } = payment;
  const evidence = `QuickBooks shows bill payment ${payment.id} with ${formatAmount(amount, currency)} and the note "${note?.slice(0, 60) ?? ''}"`;
  if (!voided) {
    const residual = [
      `The payment of ${formatAmount(amount, currency)} to ${payment.payee.name} still stands in QuickBooks.`,
    ];
    return { state: Number(amount) === 0 ? 'partly' : 'not-done', evidence: `${evidence}.`, residual };
  }
  if (receipt.bills.length === 0) return { state: 'done', evidence: `${evidence}.`, residual: [] };
  const bills = await readBills(client, receipt.bills, call);
  const open = bills.filter((bill) => bill.open);
  const settled = bills.filter((bill) => !bill.open);
  return {
    state: 'done',
    evidence: `${evidence}; ${open.length} of ${receipt.bills.length} linked bills open again.`,
    residual: settled.map(
      ({ number, id }) => `Bill ${number ?? id} is not open: it may have been paid again by another payment.`,
    ),
  };
}

async function verifyDeleted(client: QuickbooksClient, id: string, call: Call): Promise<Verification> {
  const deletedAt = await findDeletion(client, id, call);
  if (deletedAt === undefined) await requirePayment(client, id, call);
  return {
    state: 'done',
    evidence: `Bill payment ${id} is not in QuickBooks any more: it was deleted at ${deletedAt}.`,
    residual: ['It was deleted and not voided; who did that is only in the audit log in QuickBooks.'],
  };
}
