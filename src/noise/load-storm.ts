import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Severity } from '../db/schema.ts';
import { COUNTED } from './storm-now.ts';

/** A storm as its summary tells it. Dates in ISO 8601. */
export interface StormView {
  id: string;
  beganAt: string;
  /** When it was over; what it held is posted from then on. */
  calmAt: string | null;
  endedAt: string | null;
  /** New cases from the minute before it began until it was over. */
  cases: number;
  minutes: number;
  /** How many it held, and how many of them have no card yet. */
  held: number;
  waiting: number;
  /** What there is most of. */
  most: { count: number; rule: string; source: string }[];
  /** The worst that wait. */
  next: { id: number; title: string; severity: Severity }[];
}

const MOST = 3;
const NEXT = 10;
/** So that the worst comes first. */
export const WORST_FIRST = sql`array_position(array['critical', 'high', 'medium', 'low', 'info'], severity), id`;

const select = (stormId: string) => sql<
  Omit<StormView, 'beganAt' | 'calmAt' | 'endedAt'> & Record<'began' | 'calm' | 'ended', Date | null>
>`
  with storm as (
      select *, began_at - interval '1 minute' as since, coalesce(calm_at, now()) as until from storms where id = ${stormId}),
    opened as (select c.id from cases c, storm where c.opened_at between since and until and ${COUNTED}),
    counted as (
      select count(*)::int as count, d.source,
        coalesce(d.body->'rule'->>'name', d.body->'rule'->>'uid', d.body->'rule'->'analytics'->>0, d.title) as rule
      from detections d where d.case_id in (select id from opened) group by 2, 3 order by 1 desc, 2, 3 limit ${MOST}),
    next as (
      select id, title, severity from cases where storm_id = ${stormId} and hold = 'storm' and state <> 'closed'
      order by ${WORST_FIRST} limit ${NEXT})
  select id, began_at as began, calm_at as calm, ended_at as ended, (select count(*) from opened)::int as cases,
    greatest(1, round(extract(epoch from until - since) / 60))::int as minutes,
    (select count(*) from cases where storm_id = ${stormId})::int as held,
    (select count(*) from cases where storm_id = ${stormId} and hold = 'storm' and state <> 'closed')::int as waiting,
    (select coalesce(json_agg(to_json(counted)), '[]') from counted) as most,
    (select coalesce(json_agg(to_json(next)), '[]') from next) as next
  from storm`;

const Detail = z.object({ storm: z.uuid() });

/** The storm a summary tells of; undefined for messages that are none. */
export async function stormOf(ctx: Context, detail: unknown): Promise<StormView | undefined> {
  const parsed = Detail.safeParse(detail);
  return parsed.success ? loadStorm(ctx, parsed.data.storm) : undefined;
}

export async function loadStorm(ctx: Context, stormId: string): Promise<StormView | undefined> {
  const { rows } = await select(stormId).execute(ctx.db);
  const [row] = rows;
  if (!row?.began) return undefined;
  const { began, calm, ended, ...rest } = row;
  const times = {
    beganAt: began.toISOString(),
    calmAt: calm?.toISOString() ?? null,
    endedAt: ended?.toISOString() ?? null,
  };
  return { ...rest, ...times };
}
