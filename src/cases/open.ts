import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { type Correlated, correlate } from '../correlation/correlate.ts';
import { identityKeys } from '../correlation/identity-keys.ts';
import { knownIdentity } from '../correlation/known-identity.ts';
import { toRelated } from '../correlation/load-related.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { type PlacedDetection, placeDetection, type Rules } from './place-detection.ts';
import { storeDetection } from './store-detection.ts';

export interface OpenCaseInput {
  deliveryId: string;
  detection: Detection;
  playbook: { id: string; version: string };
  rules?: Rules;
  actor: Actor;
}

export type OpenedCase =
  | PlacedDetection
  /** The same finding was here before, or it needs no case by itself: recorded, nothing to do. */
  | { outcome: 'repeated' | 'recorded' };

const NO_RULES: Rules = { playbooks: [], chains: [] };

/**
 * Stores a detection and gives it its case: the open one it belongs with, else a new one. Detections of one person, app or payee that arrive
 * together are put one after the other by locks on what they can be recognised by.
 */
export async function openCase(ctx: Context, input: OpenCaseInput): Promise<OpenedCase> {
  const { detection, deliveryId, actor, rules = NO_RULES } = input;
  const own = identityKeys(detection);
  return recordChange<OpenedCase>(ctx.db, async (tx) => {
    const identity = await knownIdentity(tx, own);
    await lockKeys(
      tx,
      identity.keys.map(({ key }) => key),
    );
    const stored = await storeDetection(tx, deliveryId, detection, identity.keys);
    const refs = { delivery: deliveryId, detection: stored.id };
    const recorded = (what: string, detail: JournalEntry['detail'] = {}) => [{ actor, what, refs, detail }] as const;
    if (!stored.isNew) return { result: { outcome: 'repeated' }, journal: recorded('detection.repeated') };
    if (detection.status !== 'new') {
      const journal = recorded('detection.recorded', { status: detection.status });
      return { result: { outcome: 'recorded' }, journal };
    }
    const current = toRelated(stored.id, null, detection, identity.keys);
    const correlated = await correlate(tx, {
      current,
      identity,
      windowMinutes: ctx.config.policy.time_window_minutes,
      chains: rules.chains,
    });
    await noteWaits(tx, correlated.waits);
    if (detection.grade === 'event' && correlated.cases.length === 0 && !correlated.chain)
      return { result: { outcome: 'recorded' }, journal: recorded('detection.recorded', { grade: 'event' }) };
    return placeDetection(tx, { ...input, rules, detectionId: stored.id, correlated, refs });
  });
}

const lockKeys = async (tx: Tx, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await sql`select pg_advisory_xact_lock(h) from (
    select distinct hashtextextended(key, 0) as h from unnest(${[...keys]}::text[]) key order by h) locks`.execute(tx);
};

async function noteWaits(tx: Tx, waits: Correlated['waits']): Promise<void> {
  for (const { chain, detectionId, until } of waits)
    await tx
      .insertInto('chain_waits')
      .values({ chain, detection_id: detectionId, due_at: sql<Date>`greatest(now(), ${until}::timestamptz)` })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
