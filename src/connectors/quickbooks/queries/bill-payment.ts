import { z } from 'zod';
import type { Answer, TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import { NO_BEFORE_IMAGES, NO_PEOPLE_API } from '../blind-spots.ts';
import type { QuickbooksClient } from '../client.ts';
import { formatAmount } from '../money.ts';
import { findDeletion, type Payment, readPayment, recordId, requirePayment } from '../records.ts';
import { byTime } from '../words.ts';

const Input = z.object({ paymentId: recordId });
type Input = z.infer<typeof Input>;

/** Of a deleted payment QuickBooks says nothing but when that was; the rest is null. */
const Data = z.object({
  id: z.string(),
  syncToken: z.string().nullable(),
  payee: z.object({ id: z.string(), name: z.string() }).nullable(),
  amount: z.string().nullable(),
  currency: z.string().nullable(),
  /** The date somebody entered for it, `2026-11-22`. */
  date: z.string().nullable(),
  account: z.string().nullable(),
  voided: z.boolean(),
  deleted: z.boolean(),
  bills: z.array(z.object({ id: z.string(), amount: z.string() })),
  created: z.string().nullable(),
  updated: z.string(),
});
type Data = z.infer<typeof Data>;

const source = 'QuickBooks bill payment';

/** One bill payment as it stands now. */
export const billPayment = defineQuery<QuickbooksClient, Input, Data>({
  id: 'quickbooks.bill-payment',
  question: 'What does this payment in QuickBooks say: to whom, how much, from which account?',
  input: Input,
  data: Data,
  async run(client, { paymentId }, call) {
    const payment = await readPayment(client, paymentId, call);
    if (payment) return describe(payment);
    const deletedAt = await findDeletion(client, paymentId, call);
    // Neither there nor seen leaving: the same sentence as for everybody else who needs it.
    return deletedAt ? describeDeleted(paymentId, deletedAt) : describe(await requirePayment(client, paymentId, call));
  },
});

function describe(payment: Payment): Answer<Data> {
  const { stored: _, note: __, ...data } = payment;
  const money = formatAmount(payment.amount, payment.currency);
  const from = payment.account ? ` from ${payment.account}` : '';
  const state = payment.voided ? 'voided' : `${money}${from}`;
  const changed: TimelineEvent = { when: payment.updated, what: `Bill payment ${payment.id} was changed` };
  const voided = { ...changed, what: `Bill payment ${payment.id} was voided` };
  return {
    summary: `Bill payment ${payment.id} to ${payment.payee.name}: ${state}, dated ${payment.date}.`,
    data: { ...data, deleted: false },
    events: byTime([
      { when: payment.created, what: `Bill payment ${payment.id} to ${payment.payee.name} was entered` },
      ...(payment.updated === payment.created ? [] : [payment.voided ? voided : changed]),
    ]),
    lookedAt: [{ source, rows: 1 }],
    notVisible: [
      'Whether the money has left already: QuickBooks holds the entry, the bank holds the money.',
      NO_BEFORE_IMAGES,
      NO_PEOPLE_API,
    ],
  };
}

function describeDeleted(id: string, deletedAt: string): Answer<Data> {
  return {
    summary: `Bill payment ${id} was deleted in QuickBooks.`,
    data: {
      id,
      syncToken: null,
      payee: null,
      amount: null,
      currency: null,
      date: null,
      account: null,
      voided: false,
      deleted: true,
      bills: [],
      created: null,
      updated: deletedAt,
    },
    events: [{ when: deletedAt, what: `Bill payment ${id} was deleted` }],
    lookedAt: [{ source, rows: 0 }],
    notVisible: [
      'What a deleted payment said, and who deleted it: only the audit log in QuickBooks has that.',
      NO_PEOPLE_API,
    ],
  };
}
