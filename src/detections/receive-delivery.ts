import { createHash, randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordStatement } from '../journal/record-statement.ts';

export interface ReceivedDelivery {
  id: string;
  duplicate: boolean;
}

/**
 * Stores an authentic request as it came, once. The sender's own delivery id makes a repeat; without one the body does. When this returns,
 * the delivery is on disk and will be worked on, whatever happens next.
 */
export async function receiveDelivery(
  ctx: Context,
  input: {
    source: string;
    deliveryKey: string | undefined;
    contentType: string;
    headers?: Record<string, string>;
    body: Buffer;
  },
): Promise<ReceivedDelivery> {
  const { source, contentType, body } = input;
  const sha256 = createHash('sha256').update(body).digest('hex');
  const dedupeKey = input.deliveryKey ?? `sha256:${sha256}`;
  const actor: Actor = { kind: 'webhook', source };
  const id = randomUUID();
  const [stored] = await recordStatement(
    ctx.db,
    ctx.db
      .insertInto('deliveries')
      .values({
        id,
        source,
        dedupe_key: dedupeKey,
        content_type: contentType,
        headers: JSON.stringify(input.headers ?? {}),
        body,
      })
      .onConflict((conflict) => conflict.columns(['source', 'dedupe_key']).doNothing())
      .returning('id'),
    { actor, what: 'delivery.received', refs: { delivery: id }, detail: { bytes: body.length, sha256 } },
  );
  if (stored) return { id, duplicate: false };
  const known = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('source', '=', source)
    .where('dedupe_key', '=', dedupeKey)
    .executeTakeFirstOrThrow();
  return { id: known.id, duplicate: true };
}
