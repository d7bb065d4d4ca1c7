import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import { NO_PEOPLE_API } from '../blind-spots.ts';
import type { QuickbooksClient } from '../client.ts';
import { formatAmount, highest, median } from '../money.ts';
import { recordId } from '../records.ts';
import { PaymentRecord } from '../schema.ts';
import { moment } from '../window.ts';
import { counted } from '../words.ts';
import { dayIn } from '../zoned-time.ts';

const Input = z.object({ vendorId: recordId, since: moment, until: moment });
type Input = z.infer<typeof Input>;

const Data = z.object({
  payments: z.number(),
  /** The median. */
  usualAmount: z.string().nullable(),
  highestAmount: z.string().nullable(),
  /** The date of the latest payment, `2026-11-22`. */
  lastPaid: z.string().nullable(),
});
type Data = z.infer<typeof Data>;

/** What was entered this shortly before the end is what is being asked about, and not yet what is usual. */
const RECENT_DAYS = 3;
const RECENT_MS = RECENT_DAYS * 86_400_000;

/** What this supplier was paid before, so that one payment can be seen beside what is usual. */
export const payeeHistory = defineQuery<QuickbooksClient, Input, Data>({
  id: 'quickbooks.payee-history',
  question: 'What is this supplier usually paid?',
  input: Input,
  data: Data,
  async run(client, { vendorId, since, until }, call) {
    const zone = client.timezone ?? 'UTC';
    const [from, to] = [dayIn(zone, new Date(since)), dayIn(zone, new Date(until))];
    const inWindow = `where TxnDate >= '${from}' and TxnDate <= '${to}' orderby TxnDate desc`;
    const { rows, cut } = await client.query('BillPayment', inWindow, PaymentRecord, call);
    const toPayee = rows.filter(({ payee, voided }) => payee.id === vendorId && !voided);
    const settledBy = Date.parse(until) - RECENT_MS;
    const before = toPayee.filter(({ created }) => Date.parse(created) < settledBy);
    const amounts = before.map(({ amount }) => amount);
    const data = {
      payments: before.length,
      usualAmount: median(amounts) ?? null,
      highestAmount: highest(amounts) ?? null,
      lastPaid: before[0]?.date ?? null,
    };
    return {
      summary: summarise(data, toPayee[0]?.currency ?? client.currency, toPayee.length - before.length),
      data,
      events: [],
      lookedAt: [{ source: 'QuickBooks bill payments', from, to, rows: rows.length }],
      notVisible: [
        ...(cut
          ? [`Payments before ${rows.at(-1)?.date}: the reading ended after ${counted(rows.length, 'payment')}.`]
          : []),
        'Payments outside bill payments (cheques, expenses, bank transfers) are not counted.',
        NO_PEOPLE_API,
      ],
    };
  },
});

function summarise({ payments, usualAmount, highestAmount, lastPaid }: Data, currency: string, recent: number): string {
  const left = recent === 0 ? '' : ` ${counted(recent, 'payment')} of the last ${RECENT_DAYS} days not counted.`;
  if (!usualAmount || !highestAmount) return `Nothing was paid to this supplier before.${left}`;
  const [usual, most] = [usualAmount, highestAmount].map((amount) => formatAmount(amount, currency));
  return `${counted(payments, 'payment')} to this supplier, usually ${usual}, at most ${most}, last on ${lastPaid}.${left}`;
}
