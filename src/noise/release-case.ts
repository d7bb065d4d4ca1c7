import { sql } from 'kysely';
import type { Hold } from '../db/schema.ts';
import type { Detection } from '../detections/detection.ts';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { isSnoozed } from './find-snooze.ts';
import type { NoiseRules } from './hold-case.ts';

/** Of a held case: it is an attack that is known step by step. */
export const CHAIN_COMPLETE = 'a known chain of an attack is complete';

/** A held case may be posted from now on. Returns what is to be recorded; empty when it was not held. A canary stays one. */
export async function releaseCase(
  tx: Tx,
  { caseId, because, actor }: { caseId: number; because: string; actor: Actor },
): Promise<JournalEntry[]> {
  const released = await tx
    .updateTable('cases')
    .set((eb) => ({
      hold: null,
      revision: eb('revision', '+', 1),
      updated_at: sql<Date>`now()`,
      prepare_at: sql<Date | null>`case when scored_round > 0 and not quiet then now() else prepare_at end`,
    }))
    .where('id', '=', caseId)
    .where('hold', 'in', ['snooze', 'storm'])
    .returning('id')
    .executeTakeFirst();
  return released ? [{ actor, what: 'case.released', caseId, detail: { because } }] : [];
}

/** Another detection joined a held case. One that would not have been held itself shows the whole case. */
export async function releaseForJoin(
  tx: Tx,
  input: { id: number; hold: Hold | null; detection: Detection; noise: NoiseRules; ofChain: boolean; actor: Actor },
): Promise<JournalEntry[]> {
  const { id, hold, detection, noise, ofChain, actor } = input;
  if (hold === null || hold === 'canary') return [];
  const release = (because: string) => releaseCase(tx, { caseId: id, because, actor });
  if (detection.severity === 'critical') return release('a critical detection joined it');
  if (ofChain) return release(CHAIN_COMPLETE);
  if (hold === 'snooze' && !(await isSnoozed(tx, detection, noise.keys)))
    return release('a detection joined it that is not snoozed');
  return [];
}
