import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';

/** Has a quarantined delivery read again, from the bytes kept: after an upgrade, or a change of its source. */
export async function replayDelivery(ctx: Context, input: { deliveryId: string; actor: Actor }): Promise<void> {
  await recordChange(ctx.db, async (tx) => {
    const replayed = await tx
      .updateTable('deliveries')
      .set({ state: 'received', reason: null, code: null, field: null, attempts: 0, due_at: sql<Date>`now()` })
      .where('id', '=', input.deliveryId)
      .where('state', '=', 'quarantined')
      .returning('id')
      .executeTakeFirst();
    if (!replayed)
      throw new Conflict(
        'not-quarantined',
        'No delivery with this id is in quarantine. List them: cordon deliveries quarantine.',
      );
    const refs = { delivery: input.deliveryId };
    return { result: undefined, journal: [{ actor: input.actor, what: 'delivery.replayed', refs }] };
  });
}
