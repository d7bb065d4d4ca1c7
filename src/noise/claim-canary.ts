import { sql } from 'kysely';
import type { Detection } from '../detections/detection.ts';
import type { Tx } from '../journal/record-change.ts';

/** How the ids of canaries begin; it makes nothing a canary, it only saves asking about everything else. */
export const CANARY_PREFIX = 'cordon-canary-';

/**
 * The canary a detection is: Cordon issued its id for this source, this is the delivery that brings it, in time, and its bytes are those that
 * were issued. Nobody outside can make a real finding look like one.
 */
export async function claimCanary(
  tx: Tx,
  { detection, deliveryId }: { detection: Detection; deliveryId: string },
): Promise<string | undefined> {
  if (!detection.senderUid.startsWith(CANARY_PREFIX)) return undefined;
  const { rows } = await sql<{ id: string }>`
    update canaries k set delivery_id = d.id from deliveries d
    where d.id = ${deliveryId} and k.id = ${detection.senderUid} and k.source = d.source
      and k.body_sha256 = encode(sha256(d.body), 'hex')
      and (k.delivery_id is null or k.delivery_id = d.id) and k.ended_at is null and k.due_at > now()
    returning k.id`.execute(tx);
  return rows[0]?.id;
}
