import { z } from 'zod';
import { NotFound, VendorError } from '../../errors.ts';
import type { Call } from '../contract.ts';
import { changesSince } from './change-feed.ts';
import type { QuickbooksClient } from './client.ts';
import { BillRecord, PaymentRecord, VendorRecord } from './schema.ts';

const FEED_DAYS = 30;
const DAY_MS = 86_400_000;

/** A QuickBooks id in a path and in a query. */
export const recordId = z.string().max(20).regex(/^\d+$/, 'is not a QuickBooks id.');

export type Payment = Omit<PaymentRecord, 'currency'> & { currency: string };

/** One bill payment; undefined when QuickBooks does not know it, which after a deletion is all it says. */
export async function readPayment(client: QuickbooksClient, id: string, call: Call): Promise<Payment | undefined> {
  const gone = z.object({ status: z.literal('Deleted') }).transform(() => undefined);
  const shape = z.object({ BillPayment: z.union([gone, PaymentRecord]) });
  try {
    const { BillPayment: found } = await client.get(`/billpayment/${id}`, {}, shape, call);
    return found && { ...found, currency: found.currency ?? client.currency };
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

export async function requirePayment(client: QuickbooksClient, id: string, call: Call): Promise<Payment> {
  const payment = await readPayment(client, id, call);
  if (payment) return payment;
  throw new NotFound(
    'payment-not-found',
    `QuickBooks has no bill payment ${id}. It may have been deleted; the audit log in QuickBooks says by whom.`,
  );
}

/** When the payment was deleted, if the change feed still shows it; it goes back 30 days. */
export async function findDeletion(client: QuickbooksClient, id: string, call: Call): Promise<string | undefined> {
  const since = new Date(client.clock.now().getTime() - FEED_DAYS * DAY_MS);
  const { changes } = await changesSince(client, { entities: ['BillPayment'], since }, call);
  return changes.find((change) => change.id === id && change.deleted)?.when;
}

export async function readVendor(client: QuickbooksClient, id: string, call: Call): Promise<VendorRecord> {
  try {
    return (await client.get(`/vendor/${id}`, {}, z.object({ Vendor: VendorRecord }), call)).Vendor;
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'not-found') throw error;
    throw new NotFound('vendor-not-found', `QuickBooks has no supplier ${id}.`, { cause: error });
  }
}

export async function readBills(client: QuickbooksClient, ids: readonly string[], call: Call) {
  const wanted = ids.map((id) => `'${id}'`).join(', ');
  return (await client.query('Bill', `where Id in (${wanted})`, BillRecord, call)).rows;
}
