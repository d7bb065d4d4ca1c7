import { type Kysely, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Tables } from '../db/schema.ts';
import { snoozeCode } from './set-snooze.ts';

export interface HeldBack {
  /** Cases it held, the detections in them, and how many of the cases were posted after all. */
  cases: number;
  detections: number;
  posted: number;
}

export async function heldBySnooze(db: Kysely<Tables>, id: number): Promise<HeldBack> {
  const { rows } = await sql<HeldBack>`
    select count(*)::int as cases, count(*) filter (where hold is null)::int as posted,
      coalesce(sum((select count(*) from detections d where d.case_id = c.id)), 0)::int as detections
    from cases c where snooze_id = ${id}`.execute(db);
  return rows[0] ?? { cases: 0, detections: 0, posted: 0 };
}

/** Every snooze, the newest first, with what it held back so far. */
export async function listSnoozes(ctx: Context) {
  const rows = await ctx.db.selectFrom('snoozes').selectAll().orderBy('id', 'desc').execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: snoozeCode(row.id),
      state: row.ended_at ? ('ended' as const) : ('standing' as const),
      about: row.about,
      source: row.source,
      rule: row.rule,
      person: row.person,
      app: row.app,
      reason: row.reason,
      setBy: row.set_by,
      setAt: row.set_at.toISOString(),
      until: row.until.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      held: await heldBySnooze(ctx.db, row.id),
    })),
  );
}
