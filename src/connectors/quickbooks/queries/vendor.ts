import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import { NO_BEFORE_IMAGES, NO_PEOPLE_API } from '../blind-spots.ts';
import type { QuickbooksClient } from '../client.ts';
import { formatAmount } from '../money.ts';
import { readVendor, recordId } from '../records.ts';
import type { VendorRecord } from '../schema.ts';
import { dayIn, daysBetween } from '../zoned-time.ts';

const Input = z.object({ vendorId: recordId });
type Input = z.infer<typeof Input>;

const Data = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  created: z.string(),
  updated: z.string(),
  /** What is owed to them. */
  balance: z.string().nullable(),
  bankDetail: z.object({ masked: z.string() }).nullable(),
  /** Days of the calendar since the last change, 0 for today; null when the record is as it was first entered. */
  changedWithinDays: z.number().nullable(),
});
type Data = z.infer<typeof Data>;

const SHOWN_DIGITS = 3;

/** A supplier's record as it stands now. */
export const vendor = defineQuery<QuickbooksClient, Input, Data>({
  id: 'quickbooks.vendor',
  question: "When was this supplier's record in QuickBooks last changed?",
  input: Input,
  data: Data,
  async run(client, { vendorId }, call) {
    const found = await readVendor(client, vendorId, call);
    const { id, name, active, created, updated, balance, accountNumber } = found;
    const changedWithinDays = daysSinceChange(found, client);
    const changed = updated !== created;
    return {
      summary: summarise(found, changedWithinDays, client.currency),
      data: { id, name, active, created, updated, balance, bankDetail: masked(accountNumber), changedWithinDays },
      events: [
        { when: created, what: `Supplier ${name} was entered in QuickBooks` },
        ...(changed ? [{ when: updated, what: `The record of ${name} in QuickBooks was changed` }] : []),
      ],
      lookedAt: [{ source: 'QuickBooks supplier record', rows: 1 }],
      notVisible: [
        ...(accountNumber === null ? ['Bank details of suppliers: outside Australia they are not in the API.'] : []),
        NO_BEFORE_IMAGES,
        NO_PEOPLE_API,
      ],
    };
  },
});

function daysSinceChange({ created, updated }: VendorRecord, { clock, timezone }: QuickbooksClient): number | null {
  if (created === updated) return null;
  const zone = timezone ?? 'UTC';
  return Math.max(0, daysBetween(dayIn(zone, new Date(updated)), dayIn(zone, clock.now())));
}

const masked = (accountNumber: string | null) =>
  accountNumber === null ? null : { masked: `•••• ${accountNumber.slice(-SHOWN_DIGITS)}` };

function summarise({ name, active, balance, currency }: VendorRecord, days: number | null, home: string): string {
  const owes = balance !== null && Number(balance) !== 0;
  const owed = owes ? `; ${formatAmount(balance, currency ?? home)} is owed to them` : '';
  const when = ['today', 'yesterday'][days ?? -1] ?? `${days} days ago`;
  const changed = days === null ? 'not changed since it was entered' : `last changed ${when}`;
  return `The record of ${name} is ${active ? 'active' : 'inactive'} and was ${changed}${owed}.`;
}
