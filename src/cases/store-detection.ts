import { sql } from 'kysely';
import type { IdentityKey } from '../correlation/identity-keys.ts';
import type { Detection } from '../detections/detection.ts';
import { fingerprint } from '../detections/fingerprint.ts';
import type { Tx } from '../journal/record-change.ts';
import type { Route } from '../noise/route.ts';

/** The sentence beside a detection that has not joined anything. */
export const FIRST = 'first detection of this case';
const CLOSED_THERE = 'its sender had closed it already';
const EVENT = 'an event that is ordinary by itself; it is kept in case a story needs it';

/** Stores a detection with everything it can be recognised by, unless it is known, and writes down that it came with this delivery. */
export async function storeDetection(
  tx: Tx,
  deliveryId: string,
  detection: Detection,
  keys: readonly (IdentityKey & { learned: boolean })[],
  route: Route = { to: 'case' },
): Promise<{ id: string; isNew: boolean }> {
  const mark = fingerprint(detection);
  const ordinary = detection.grade === 'event' ? EVENT : FIRST;
  const placed = route.to === 'case' ? ordinary : route.because;
  const because = detection.status !== 'new' ? CLOSED_THERE : placed;
  const insert = tx
    .insertInto('detections')
    .values({
      delivery_id: deliveryId,
      source: detection.source,
      fingerprint: mark,
      title: detection.title,
      severity: detection.severity,
      occurred_at: detection.occurredAt,
      body: JSON.stringify(detection),
      joined_because: because,
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id');
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    with inserted as (${insert}),
      stored as (
        select id, true as "isNew" from inserted union all select id, false from detections where fingerprint = ${mark}),
      recognised as (
        insert into detection_keys (detection_id, kind, key, learned)
        select inserted.id, k.kind, k.key, k.learned from inserted,
          jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (kind text, key text, learned boolean)
        on conflict do nothing),
      delivered as (
        insert into delivery_detections (delivery_id, detection_id) select ${deliveryId}, id from stored on conflict do nothing)
    select * from stored`.execute(tx);
  // None: another delivery of it was stored while this one waited, after this statement had begun.
  return rows[0] ?? storeDetection(tx, deliveryId, detection, keys, route);
}
