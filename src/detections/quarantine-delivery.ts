import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordStatement } from '../journal/record-statement.ts';
import type { Refusal } from './senders/sender.ts';

/** Puts a delivery aside with the reason; its bytes are kept, and what was understood of it stays. */
export async function quarantineDelivery(
  ctx: Context,
  input: { deliveryId: string; refusal: Refusal; actor: Actor },
): Promise<void> {
  const { deliveryId, actor } = input;
  const { code, reason, field } = input.refusal;
  await recordStatement(
    ctx.db,
    ctx.db
      .updateTable('deliveries')
      .set({ state: 'quarantined', code, reason, field: field ?? null, due_at: null })
      .where('id', '=', deliveryId)
      .where('state', '=', 'received')
      .returning('id'),
    {
      actor,
      what: 'delivery.quarantined',
      refs: { delivery: deliveryId },
      detail: { code, reason, ...(field && { field }) },
    },
  );
}
