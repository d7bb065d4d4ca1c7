import { sql } from 'kysely';
import type { Detection } from '../detections/detection.ts';
import type { Tx } from '../journal/record-change.ts';
import { fitsSnooze, type SnoozeScope } from './fits-snooze.ts';

/** A snooze that has not ended, as the database hands it over; `until` in ISO 8601. */
export interface StandingSnooze extends SnoozeScope {
  id: number;
  about: string;
  reason: string;
  setBy: string;
  setByKey: string | null;
  until: string;
}

/** The standing snoozes of a source as a JSON list, the one that ends last first. */
export const standingSnoozes = (source: string) => sql<StandingSnooze[]>`
  (select coalesce(json_agg(json_build_object('id', id, 'source', source, 'rule', rule, 'person', person, 'app', app, 'about', about,
      'reason', reason, 'setBy', set_by, 'setByKey', set_by_key, 'until', until) order by until desc), '[]')
    from snoozes where source = ${source} and ended_at is null and until > now())`;

/** Of the snoozes, the one that holds this detection back, with the sentence that says so. */
export function pickSnooze(
  standing: readonly StandingSnooze[],
  detection: Detection,
  keys: readonly string[],
): { id: number; because: string } | undefined {
  const found = standing.find((snooze) => fitsSnooze(snooze, detection, keys));
  if (!found) return undefined;
  const until = new Date(found.until).toISOString();
  return { id: found.id, because: `Snoozed by ${found.setBy} until ${until} (${found.about}): ${found.reason}` };
}

/** Whether a snooze holds a detection back right now. */
export async function isSnoozed(tx: Tx, detection: Detection, keys: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ standing: StandingSnooze[] }>`
    select ${standingSnoozes(detection.source)} as standing`.execute(tx);
  return pickSnooze(rows[0]?.standing ?? [], detection, keys) !== undefined;
}
