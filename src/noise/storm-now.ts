import { sql } from 'kysely';
import type { Storm } from '../config/noise.ts';
import type { Tx } from '../journal/record-change.ts';

/** Cases somebody would have read: what a snooze or a canary keeps back anyway is no part of a storm. */
export const COUNTED = sql`(hold is null or hold = 'storm')`;

/** The storm that has not ended; times in ISO 8601. There is at most one. */
export interface KnownStorm {
  id: string;
  beganAt: string;
  calmAt: string | null;
}

export const knownStorm = sql<KnownStorm | null>`
  (select json_build_object('id', id, 'beganAt', began_at, 'calmAt', calm_at) from storms where ended_at is null)`;

/** New cases of the last minute; counts no further than it takes to know. */
export const recentCases = (most: number) => sql<number>`
  (select count(*)::int from (
    select from cases where opened_at > now() - interval '1 minute' and ${COUNTED} limit ${most + 1}) recent)`;

export interface CurrentStorm {
  id: string;
  beganAt: string;
  /** It began, or began anew, with the case just opened. */
  began: boolean;
}

/** The storm a case that was just opened belongs to: the one that is on, or one that begins because the last minute saw too many. */
export async function stormNow(
  tx: Tx,
  { known, recent, rules }: { known: KnownStorm | null; recent: number; rules: Storm },
): Promise<CurrentStorm | undefined> {
  if (known && !known.calmAt) return { ...known, began: false };
  if (recent <= rules.cases_per_minute) return undefined;
  const due = sql<Date>`now() + make_interval(mins => ${rules.calm_minutes})`;
  const began = known
    ? await tx
        .updateTable('storms')
        .set({ calm_at: null, due_at: due })
        .where('id', '=', known.id)
        .where('calm_at', 'is not', null)
        .where('ended_at', 'is', null)
        .returning(['id', 'began_at'])
        .executeTakeFirst()
    : await tx
        .insertInto('storms')
        .values({ due_at: due })
        .onConflict((conflict) => conflict.expression(sql`(true)`).where('ended_at', 'is', null).doNothing())
        .returning(['id', 'began_at'])
        .executeTakeFirst();
  if (began) return { id: began.id, beganAt: began.began_at.toISOString(), began: true };
  return fasterThanUs(tx);
}

async function fasterThanUs(tx: Tx): Promise<CurrentStorm | undefined> {
  const { rows } = await sql<{ known: KnownStorm | null }>`select ${knownStorm} as known`.execute(tx);
  const other = rows[0]?.known;
  return other && !other.calmAt ? { ...other, began: false } : undefined;
}
