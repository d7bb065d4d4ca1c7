import type { Mapping } from '../../../config/mapping.ts';
import type { Transfer } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { Template } from '../cordon/template.ts';
import { readTransfer } from '../cordon/transfer.ts';
import { type Refusal, refuse } from '../sender.ts';
import type { Reader } from './reader.ts';

/** The transfer a finding is about, when it names one by its id. Half of one is refused, since it would be held or released as something else. */
export function readMappedTransfer(
  mapped: Mapping['transfer'],
  { text, measure }: Reader,
  notes: Notes,
): Transfer | Refusal | undefined {
  const id = text(mapped?.id);
  if (!mapped || id === undefined) return undefined;
  const sent = Template.shape.transfer.unwrap().safeParse({
    vendor: text(mapped.vendor),
    id,
    kind: text(mapped.kind),
    amount: measure(mapped.amount),
    currency: text(mapped.currency),
    payee: { id: text(mapped.payee.id), name: text(mapped.payee.name) },
    due_at: measure(mapped.due_at),
  });
  const read = sent.success
    ? readTransfer(sent.data, notes)
    : { unreadable: ['transfer', ...(sent.error.issues[0]?.path ?? [])].map(String).join('.') };
  if (!('unreadable' in read)) return read;
  const { unreadable: field } = read;
  return refuse('unreadable-field', `${field}: nothing readable was found for it, and half a transfer is none.`, field);
}
