import { sql } from 'kysely';
import type { Context } from '../context.ts';

/** The way of a canary after the door, in order. */
export const STAGES = ['delivery', 'detection', 'case', 'questions', 'score', 'outbox'] as const;
export type Stage = (typeof STAGES)[number];

export interface Followed {
  /** When each stage was reached; null for those that were not. */
  reached: Record<Stage, Date | null>;
  caseId: number | null;
  /** Why its delivery could not be read, where that is how it ended. */
  refusal: string | null;
  /** Why questions stayed open, each reason once. */
  unknown: string[];
  asked: number;
}

interface Row extends Omit<Followed, 'reached'>, Record<Stage, Date | null> {}

const select = (canaryId: string) => sql<Row>`
  with k as (select * from canaries where id = ${canaryId}),
    d as (select deliveries.* from deliveries, k where deliveries.source = k.source and encode(sha256(body), 'hex') = k.body_sha256
      and deliveries.received_at >= k.issued_at - interval '1 minute' limit 1),
    q as (select query_runs.* from query_runs, k where query_runs.case_id = k.case_id),
    journal as (select what, at from journal_entries, k where journal_entries.case_id = k.case_id)
  select (select received_at from d) as delivery,
    (select created_at from detections, d where detections.delivery_id = d.id limit 1) as detection,
    (select opened_at from cases, k where cases.id = k.case_id) as case,
    (select case when bool_and(finished_at is not null) then max(finished_at) end from q) as questions,
    (select min(at) from journal where what = 'case.scored') as score,
    (select ended_at from k where came_through) as outbox,
    (select case_id from k) as "caseId",
    (select reason from d where state = 'quarantined') as refusal,
    (select count(*)::int from q) as asked,
    (select coalesce(json_agg(distinct finding->>'reason'), '[]') from q where state = 'unknown') as unknown`;

/** How far a canary has come. */
export async function followCanary(ctx: Context, canaryId: string): Promise<Followed> {
  const { rows } = await select(canaryId).execute(ctx.db);
  const [row] = rows;
  if (!row) throw new TypeError('one row is always there');
  const { caseId, refusal, unknown, asked, ...times } = row;
  const score = times.score;
  // A playbook that asks nothing has no questions to wait for.
  return {
    reached: { ...times, questions: times.questions ?? (asked === 0 ? score : null) },
    caseId,
    refusal,
    unknown,
    asked,
  };
}
