import type { Transfer } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { readAmount } from '../../reading/number.ts';
import { knownProduct } from '../../reading/products.ts';
import { identifier, LONGEST, showable } from '../../reading/text.ts';
import { readMoment } from '../../reading/time.ts';
import type { Template } from './template.ts';

/**
 * The transfer, or the path of what cannot be read. Money is the one part of which nothing may be left out: half a transfer would be
 * held or released as something else.
 */
export function readTransfer(sent: NonNullable<Template['transfer']>, notes: Notes): Transfer | { unreadable: string } {
  const vendor = showable(sent.vendor, LONGEST.word, "transfer's product", notes)?.toLowerCase();
  const id = identifier(sent.id, "transfer's id", notes);
  const amount = readAmount(sent.amount);
  const payeeName = showable(sent.payee.name, LONGEST.name, "payee's name", notes);
  if (!vendor) return { unreadable: 'transfer.vendor' };
  if (!id) return { unreadable: 'transfer.id' };
  if (!amount) return { unreadable: 'transfer.amount' };
  if (!payeeName) return { unreadable: 'transfer.payee.name' };
  const payeeId = identifier(sent.payee.id, "payee's id", notes);
  const kind = showable(sent.kind, LONGEST.word, "transfer's kind", notes);
  const due = readMoment(sent.due_at);
  if (due?.note) notes.add(`The transfer's due time: ${due.note}`);
  if (!due && sent.due_at !== undefined) notes.add("The transfer's due time could not be read; it was left out.");
  return {
    vendor: knownProduct(vendor)?.product ?? vendor,
    id,
    ...(kind && { kind }),
    amount,
    currency: sent.currency.toUpperCase(),
    payee: { ...(payeeId && { id: payeeId }), name: payeeName },
    ...(due && { dueAt: new Date(due.at).toISOString() }),
  };
}
