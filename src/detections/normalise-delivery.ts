import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Detection } from './detection.ts';
import { type Delivered, normaliseBody } from './senders/index.ts';
import { type Refusal, refuse } from './senders/sender.ts';

export type NormalisedDelivery =
  /** `refusal` when a part or all of it could not be understood. */
  { outcome: 'read'; detections: readonly Detection[]; refusal?: Refusal } | { outcome: 'nothing-to-do' };

const LEASE_SECONDS = 15;
const MAX_ATTEMPTS = 10;

/** Reads a stored delivery in its source's shape: the detections in it, and why the rest is none. */
export async function normaliseDelivery(ctx: Context, input: { deliveryId: string }): Promise<NormalisedDelivery> {
  const delivery = await ctx.db
    .updateTable('deliveries')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
    }))
    .where('id', '=', input.deliveryId)
    .where('state', '=', 'received')
    .returning(['id', 'source', 'body', 'headers', 'received_at', 'attempts'])
    .executeTakeFirst();
  if (!delivery) return { outcome: 'nothing-to-do' };
  if (delivery.attempts > MAX_ATTEMPTS) {
    const reason = 'Cordon failed on it ten times. The worker log names the fault; replay it after an upgrade.';
    return { outcome: 'read', detections: [], refusal: refuse('gave-up', reason) };
  }
  const source = ctx.config.sources[delivery.source];
  if (!source) {
    const reason = `The source "${delivery.source}" is no longer in cordon.yaml.`;
    return { outcome: 'read', detections: [], refusal: refuse('unknown-source', reason) };
  }
  const { source: name, body, headers, received_at: receivedAt } = delivery;
  return summed(normaliseBody(source.shape, body, { source: name, receivedAt, headers, mapping: source.mapping }));
}

function summed(read: Delivered): NormalisedDelivery {
  if (!read.ok) return { outcome: 'read', detections: [], refusal: read };
  const detections = read.findings.flatMap((one) => (one.ok ? [one.detection] : []));
  const refused = read.findings.flatMap((one) => (one.ok ? [] : [one]));
  const [first] = refused;
  if (!first) return { outcome: 'read', detections };
  if (read.findings.length === 1) return { outcome: 'read', detections, refusal: first };
  const reason = `${refused.length} of ${read.findings.length} findings in it were not understood. The first: ${first.reason}`;
  return { outcome: 'read', detections, refusal: { ...first, reason } };
}
