import { z } from 'zod';
import { Conflict } from '../../errors.ts';
import type { Call } from '../contract.ts';
import type { QuickbooksClient } from './client.ts';
import { formatAmount } from './money.ts';
import { type Payment, requirePayment } from './records.ts';

/** The payment before: the facts it is compared by, and QuickBooks' own record of it, which recreating it would need. */
export const Receipt = z.object({
  syncToken: z.string(),
  payee: z.string(),
  amount: z.string(),
  currency: z.string(),
  date: z.string(),
  voided: z.boolean(),
  bills: z.array(z.string()),
  stored: z.record(z.string(), z.unknown()),
});
export type Receipt = z.infer<typeof Receipt>;

export const receiptOf = ({ syncToken, payee, amount, currency, date, voided, bills, stored }: Payment): Receipt => ({
  syncToken,
  payee: payee.name,
  amount,
  currency,
  date,
  voided,
  bills: bills.map(({ id }) => id),
  stored,
});

/** After a stale-object refusal: fine when the payment is voided by now, else a Conflict that names what changed. */
export async function explainStale(
  client: QuickbooksClient,
  id: string,
  receipt: Receipt,
  writer: string | undefined,
  call: Call,
): Promise<void> {
  const now = receiptOf(await requirePayment(client, id, call));
  if (now.voided) return;
  const facts = { Payee: 'payee', Date: 'date', Version: 'syncToken' } as const;
  const [before, after] = [receipt, now].map(({ amount, currency }) => formatAmount(amount, currency));
  const changed = [
    ...(before === after ? [] : [`Amount: ${before} → ${after}`]),
    ...Object.entries(facts).flatMap(([label, key]) =>
      receipt[key] === now[key] ? [] : [`${label}: ${receipt[key]} → ${now[key]}`],
    ),
  ];
  throw new Conflict(
    'payment-changed',
    `Nothing was voided: the payment changed in QuickBooks first${writer ? ` (by ${writer})` : ''}. ${changed.join('; ')}. Look at it again and decide anew.`,
  );
}
