import { z } from 'zod';
import type { ActionCall, Call, Preview, Verification } from '../../contract.ts';
import { defineAction } from '../../define.ts';
import type { QuickbooksClient } from '../client.ts';
import { isCode } from '../faults.ts';
import { formatAmount } from '../money.ts';
import { readVendor, recordId } from '../records.ts';
import type { VendorRecord } from '../schema.ts';

const Input = z.object({ vendorId: recordId, name: z.string().min(1).max(500) });
type Input = z.infer<typeof Input>;

/** Whether the supplier was active before; undo restores that and no more. */
const Receipt = z.object({ active: z.boolean(), name: z.string(), syncToken: z.string() });
type Receipt = z.infer<typeof Receipt>;

/** Makes a supplier inactive, so that nobody can pay them from QuickBooks. */
export const deactivateVendor = defineAction<QuickbooksClient, Input, Receipt>({
  id: 'quickbooks.deactivate-vendor',
  input: Input,
  receipt: Receipt,
  summarise: ({ name }) => `Deactivate ${name} in QuickBooks`,
  preview: async (client, { vendorId }, call) => describe(await readVendor(client, vendorId, call), client.currency),
  async before(client, { vendorId }, call) {
    const { active, name, syncToken } = await readVendor(client, vendorId, call);
    return { active, name, syncToken };
  },
  run: (client, { vendorId }, _receipt, call) => setActive(client, vendorId, false, call),
  async verify(client, { vendorId }, _receipt, call) {
    return verifyActive(client, vendorId, false, call);
  },
  undo: {
    kind: 'reversible',
    words: 'Make the supplier active again, any time; nothing else about them was changed.',
    run: (client, { vendorId }, { active }, call) => setActive(client, vendorId, active, call),
    verify: (client, { vendorId }, { active }, call) => verifyActive(client, vendorId, active, call),
  },
});

function describe({ name, active, balance, currency }: VendorRecord, home: string): Preview {
  const owed = balance === null || Number(balance) === 0 ? undefined : formatAmount(balance, currency ?? home);
  return {
    target: name,
    effects: [
      `${name} becomes inactive in QuickBooks: nobody can enter new bills or payments for them.`,
      'Payments already entered stay as they are, and money already sent is not recalled.',
    ],
    breaks: [
      ...(owed ? [`${owed} is owed to them and cannot be paid from QuickBooks until they are active again.`] : []),
      'Recurring bills and payments to them fail, and apps that write to their record get errors.',
    ],
    // Not the version: whoever edits the record while people decide must not be able to void the decision.
    bound: { Supplier: name },
    alreadySo: !active,
  };
}

const MAX_TRIES = 2;

async function setActive(client: QuickbooksClient, id: string, active: boolean, call: ActionCall): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const found = await readVendor(client, id, call);
    if (found.active === active) return;
    const body = { Id: id, SyncToken: found.syncToken, sparse: true, Active: active };
    // The version belongs to the id: a later round of the same step must not be answered with the replay of an earlier one.
    const requestId = `${call.idempotencyKey}-${found.syncToken}`;
    try {
      return await client.write({ entity: 'vendor', body, requestId }, call);
    } catch (error) {
      if (!isCode(error, '5010') || tried === MAX_TRIES) throw error;
    }
  }
}

async function verifyActive(client: QuickbooksClient, id: string, active: boolean, call: Call): Promise<Verification> {
  const found = await readVendor(client, id, call);
  const evidence = `QuickBooks shows ${found.name} as ${found.active ? 'active' : 'inactive'}.`;
  if (found.active === active) return { state: 'done', evidence, residual: [] };
  const residual = active ? `${found.name} is still inactive.` : `${found.name} can still be paid from QuickBooks.`;
  return { state: 'not-done', evidence, residual: [residual] };
}
