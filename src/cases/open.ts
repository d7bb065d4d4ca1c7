import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Detection } from '../detections/detection.ts';
import { fingerprint } from '../detections/fingerprint.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { subjectKey } from './subject-key.ts';

export interface OpenCaseInput {
  deliveryId: string;
  detection: Detection;
  playbook: { id: string; version: string };
  /** A case opened with this one takes the playbook of what joins it. */
  fallback?: { id: string };
  actor: Actor;
}

export type OpenedCase =
  | { outcome: 'opened' | 'joined'; caseId: number }
  /** The same finding was here before, or its sender had closed it already: recorded, nothing to do. */
  | { outcome: 'repeated' | 'recorded' };

/**
 * Stores a detection and gives it its case: joins an open one about the same person or integration in the same product within
 * TimeWindow, else opens one. Two detections of one subject that arrive together are put one after the other by a lock on the subject.
 */
export async function openCase(ctx: Context, input: OpenCaseInput): Promise<OpenedCase> {
  const { detection, deliveryId, actor } = input;
  const key = subjectKey(detection);
  return recordChange<OpenedCase>(ctx.db, async (tx) => {
    if (key)
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${key}|${detection.product ?? ''}`}, 0))`.execute(tx);
    const stored = await storeDetection(tx, deliveryId, detection);
    const refs = { delivery: deliveryId, detection: stored.id };
    if (!stored.isNew) {
      return { result: { outcome: 'repeated' }, journal: [{ actor, what: 'detection.repeated', refs }] };
    }
    if (detection.status !== 'new') {
      const detail = { status: detection.status };
      return { result: { outcome: 'recorded' }, journal: [{ actor, what: 'detection.recorded', refs, detail }] };
    }
    const open = key ? await findOpenCase(tx, key, detection, ctx.config.policy.time_window_minutes) : undefined;
    return open ? join(tx, open, input, refs) : start(tx, key, input, refs);
  });
}

/** Stores it unless it is known, and writes down that it came with this delivery. */
async function storeDetection(
  tx: Tx,
  deliveryId: string,
  detection: Detection,
): Promise<{ id: string; isNew: boolean }> {
  const mark = fingerprint(detection);
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
      joined_because: detection.status === 'new' ? 'first detection of this case' : 'its sender had closed it already',
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id');
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    with inserted as (${insert}),
      stored as (
        select id, true as "isNew" from inserted union all select id, false from detections where fingerprint = ${mark}),
      delivered as (
        insert into delivery_detections (delivery_id, detection_id) select ${deliveryId}, id from stored on conflict do nothing)
    select * from stored`.execute(tx);
  // None: another delivery of it was stored while this one waited, after this statement had begun.
  return rows[0] ?? storeDetection(tx, deliveryId, detection);
}

interface OpenCase {
  id: number;
  playbook: string;
  first_seen: Date;
  last_seen: Date;
}

async function findOpenCase(
  tx: Tx,
  key: string,
  detection: Detection,
  windowMinutes: number,
): Promise<OpenCase | undefined> {
  const at = new Date(detection.occurredAt).getTime();
  const window = windowMinutes * 60_000;
  return tx
    .selectFrom('cases')
    .select(['id', 'playbook', 'first_seen', 'last_seen'])
    .where('subject_key', '=', key)
    .where('product', 'is not distinct from', detection.product ?? null)
    .where('state', '<>', 'closed')
    .where('first_seen', '<=', new Date(at + window))
    .where('last_seen', '>=', new Date(at - window))
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

async function join(tx: Tx, open: OpenCase, input: OpenCaseInput, refs: { detection: string }) {
  const { detection, playbook, fallback, actor } = input;
  const at = new Date(detection.occurredAt);
  const because = reasonToJoin(open, detection);
  const adopts = open.playbook === fallback?.id && playbook.id !== fallback.id;
  await tx
    .updateTable('detections')
    .set({ case_id: open.id, joined_because: because })
    .where('id', '=', refs.detection)
    .execute();
  await tx
    .updateTable('cases')
    .set((eb) => ({
      first_seen: at < open.first_seen ? at : open.first_seen,
      last_seen: at > open.last_seen ? at : open.last_seen,
      round: eb('round', '+', 1),
      revision: eb('revision', '+', 1),
      updated_at: sql<Date>`now()`,
      due_at: sql<Date>`now()`,
      ...(adopts ? { playbook: playbook.id, playbook_version: playbook.version } : {}),
    }))
    .where('id', '=', open.id)
    .execute();
  const detail = { because, ...(adopts ? { playbook: playbook.id, version: playbook.version } : {}) };
  const entry: JournalEntry = { actor, what: 'case.joined', caseId: open.id, refs, detail };
  return { result: { outcome: 'joined' as const, caseId: open.id }, journal: [entry] as const };
}

function reasonToJoin(open: OpenCase, detection: Detection): string {
  const at = new Date(detection.occurredAt).getTime();
  const apart = Math.min(Math.abs(at - open.first_seen.getTime()), Math.abs(at - open.last_seen.getTime()));
  const who = detection.subject ? 'same person' : 'same integration';
  const product = detection.productName ?? detection.product;
  return `${who}${product ? `, also in ${product}` : ''}, ${Math.round(apart / 60_000)} min apart`;
}

async function start(tx: Tx, key: string | undefined, input: OpenCaseInput, refs: { detection: string }) {
  const { detection, playbook, actor } = input;
  const insert = tx
    .insertInto('cases')
    .values({
      playbook: playbook.id,
      playbook_version: playbook.version,
      severity: detection.severity,
      title: detection.title,
      product: detection.product ?? null,
      subject_key: key ?? null,
      first_seen: detection.occurredAt,
      last_seen: detection.occurredAt,
      due_at: sql<Date>`now()`,
    })
    .returning('id');
  const { id } = await tx
    .with('opened', () => insert)
    .updateTable('detections')
    .from('opened')
    .set((eb) => ({ case_id: eb.ref('opened.id') }))
    .where('detections.id', '=', refs.detection)
    .returning('opened.id')
    .executeTakeFirstOrThrow();
  const detail = { playbook: playbook.id, version: playbook.version, severity: detection.severity };
  const entry: JournalEntry = { actor, what: 'case.opened', caseId: id, refs, detail };
  return { result: { outcome: 'opened' as const, caseId: id }, journal: [entry] as const };
}
