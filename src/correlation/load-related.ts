import { sql } from 'kysely';
import { Detection } from '../detections/detection.ts';
import type { Tx } from '../journal/record-change.ts';
import type { RelatedDetection } from './chain.ts';
import { type IdentityKey, identityKeys } from './identity-keys.ts';
import { sayDetection } from './join-words.ts';

/** More than a person would ever look through; the nearest in time come first. */
const MOST = 200;
const MOST_OF_A_CASE = 30;

interface Row {
  id: string;
  case_id: number | null;
  body: unknown;
  keys: { kind: IdentityKey['kind']; key: string }[] | null;
}

const selectRows = sql`
  select d.id, d.case_id, d.body,
    (select json_agg(json_build_object('kind', k.kind, 'key', k.key)) from detection_keys k where k.detection_id = d.id) as keys
  from detections d`;

/**
 * Detections that share a key with this one within the given minutes: those of open cases, and events that have none. One statement, served
 * by the index on the keys.
 */
export async function loadRelated(
  tx: Tx,
  input: { keys: readonly string[]; at: Date; minutes: number; except: readonly string[] },
): Promise<RelatedDetection[]> {
  const { keys, at, minutes, except } = input;
  if (keys.length === 0) return [];
  const { rows } = await sql<Row>`
    ${selectRows} left join cases c on c.id = d.case_id
    where d.id in (select detection_id from detection_keys where key = any(${[...keys]}))
      and d.id <> all(${[...except]}::uuid[])
      and abs(extract(epoch from d.occurred_at - ${at}::timestamptz)) <= ${minutes * 60}
      and d.body->>'status' = 'new'
      and (c.state <> 'closed' or (d.case_id is null and d.body->>'grade' = 'event' and d.body->>'kind' is not null))
    order by abs(extract(epoch from d.occurred_at - ${at}::timestamptz)) limit ${MOST}`.execute(tx);
  return rows.map(fromRow);
}

/** The detections of a case; the newest of very many. */
export async function loadCaseDetections(tx: Tx, caseId: number): Promise<RelatedDetection[]> {
  const { rows } =
    await sql<Row>`${selectRows} where d.case_id = ${caseId} order by d.occurred_at desc limit ${MOST_OF_A_CASE}`.execute(
      tx,
    );
  return rows.map(fromRow);
}

export async function loadOne(
  tx: Tx,
  detectionId: string,
): Promise<{ detection: Detection; related: RelatedDetection } | undefined> {
  const { rows } = await sql<Row>`${selectRows} where d.id = ${detectionId}`.execute(tx);
  const [row] = rows;
  return row && { detection: Detection.parse(row.body), related: fromRow(row) };
}

const fromRow = (row: Row): RelatedDetection =>
  toRelated(row.id, row.case_id, Detection.parse(row.body), row.keys ?? []);

export const toRelated = (
  id: string,
  caseId: number | null,
  detection: Detection,
  keys: readonly IdentityKey[] = identityKeys(detection),
): RelatedDetection => ({
  id,
  caseId,
  at: new Date(detection.occurredAt),
  kind: detection.kind ?? null,
  product: detection.product ?? null,
  said: sayDetection(detection),
  keys,
});
