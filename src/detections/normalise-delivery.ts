import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { Detection } from './detection.ts';
import { normaliseBody } from './senders/index.ts';

export type NormalisedDelivery =
  | { outcome: 'normalised'; detection: Detection }
  | { outcome: 'quarantined' | 'nothing-to-do' };

const LEASE_SECONDS = 15;
const MAX_ATTEMPTS = 10;

/** Reads a stored delivery in its source's shape. What cannot be understood goes to quarantine with the reason; its bytes are kept. */
export async function normaliseDelivery(
  ctx: Context,
  input: { deliveryId: string; actor: Actor },
): Promise<NormalisedDelivery> {
  const delivery = await ctx.db
    .updateTable('deliveries')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
    }))
    .where('id', '=', input.deliveryId)
    .where('state', '=', 'received')
    .returning(['id', 'source', 'body', 'received_at', 'attempts'])
    .executeTakeFirst();
  if (!delivery) return { outcome: 'nothing-to-do' };
  const source = ctx.config.sources[delivery.source];
  const read = source
    ? normaliseBody(source.shape, delivery.body, { source: delivery.source, receivedAt: delivery.received_at })
    : {
        ok: false as const,
        code: 'unknown-source',
        reason: `The source "${delivery.source}" is no longer in cordon.yaml.`,
      };
  if (delivery.attempts > MAX_ATTEMPTS) {
    const reason = 'Cordon failed on it ten times. The worker log names the fault; replay it after an upgrade.';
    return quarantine(ctx, delivery.id, { code: 'gave-up', reason }, input.actor);
  }
  if (!read.ok) return quarantine(ctx, delivery.id, read, input.actor);
  return { outcome: 'normalised', detection: read.detection };
}

async function quarantine(
  ctx: Context,
  deliveryId: string,
  why: { code: string; reason: string },
  actor: Actor,
): Promise<NormalisedDelivery> {
  return recordChange<NormalisedDelivery>(ctx.db, async (tx) => {
    await tx
      .updateTable('deliveries')
      .set({ state: 'quarantined', reason: why.reason, due_at: null })
      .where('id', '=', deliveryId)
      .execute();
    const entry = { actor, what: 'delivery.quarantined', refs: { delivery: deliveryId }, detail: { ...why } };
    return { result: { outcome: 'quarantined' }, journal: [entry] };
  });
}
