import type { Context } from '../context.ts';

/** Marks a delivery as worked on when everything in it has found its place. */
export async function finishDelivery(ctx: Context, deliveryId: string): Promise<void> {
  await ctx.db
    .updateTable('deliveries')
    .set({ state: 'ingested', due_at: null })
    .where('id', '=', deliveryId)
    .where('state', '=', 'received')
    .execute();
}
