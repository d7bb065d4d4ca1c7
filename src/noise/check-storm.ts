import { sql } from 'kysely';
import type { Storm } from '../config/noise.ts';
import type { WorkerContext } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { WORST_FIRST } from './load-storm.ts';
import { releaseCase } from './release-case.ts';
import { COUNTED } from './storm-now.ts';

/** A card and its thread take about three posts; so new cases never wait behind those that were held. */
const ONE_EVERY_SECONDS = 3;
const QUIET_AT_ONCE = 50;

export type CheckedStorm =
  | { outcome: 'nothing-to-do' }
  /** `released` may be posted now. Looked at again after the wait, until it has ended. */
  | { outcome: 'going-on'; released: readonly number[]; waitMs: number }
  | { outcome: 'ended' };

/** Looks whether a storm is over; once it is, what it held is let go one after the other, the worst first. */
export async function checkStorm(ctx: WorkerContext, input: { stormId: string; actor: Actor }): Promise<CheckedStorm> {
  const { stormId, actor } = input;
  const rules = ctx.config.policy.storm;
  const refs = { storm: stormId };
  return recordChange<CheckedStorm>(ctx.db, async (tx) => {
    const storm = await tx
      .selectFrom('storms')
      .select('calm_at')
      .where('id', '=', stormId)
      .where('ended_at', 'is', null)
      .where('due_at', '<=', sql<Date>`now()`)
      .forUpdate()
      .executeTakeFirst();
    if (!storm) return { result: { outcome: 'nothing-to-do' }, journal: 'unchanged' };
    const journal: JournalEntry[] = [];
    if (!storm.calm_at) {
      const waitMs = await stillOver(tx, stormId, rules);
      if (waitMs > 0) return { result: { outcome: 'going-on', released: [], waitMs }, journal: 'unchanged' };
      await tx.updateTable('storms').set({ calm_at: sql<Date>`now()` }).where('id', '=', stormId).execute();
      journal.push({ actor, what: 'storm.calmed', refs });
    }
    const released = await nextToRelease(tx, stormId);
    for (const caseId of released)
      journal.push(...(await releaseCase(tx, { caseId, because: 'the storm is over', actor })));
    if (released.length === 0) journal.push({ actor, what: 'storm.ended', refs });
    const waitMs = ctx.paced ? ONE_EVERY_SECONDS * 1000 : 0;
    const due = released.length > 0 ? sql<Date>`now() + make_interval(secs => ${waitMs / 1000})` : null;
    await tx
      .updateTable('storms')
      .set({ due_at: due, ended_at: released.length > 0 ? null : sql<Date>`now()` })
      .where('id', '=', stormId)
      .execute();
    const [first, ...rest] = journal;
    const result: CheckedStorm = released.length > 0 ? { outcome: 'going-on', released, waitMs } : { outcome: 'ended' };
    return { result, journal: first ? [first, ...rest] : 'unchanged' };
  });
}

/** Milliseconds until it can be over: so long after the last minute that saw too many. 0 when it is. */
async function stillOver(
  tx: Tx,
  stormId: string,
  { cases_per_minute: most, calm_minutes: calm }: Storm,
): Promise<number> {
  const { rows } = await sql<{ wait: number }>`
    with recent as (
      select opened_at, count(*) over (order by opened_at range between interval '1 minute' preceding and current row) as n
      from cases where opened_at > now() - make_interval(mins => ${calm + 1}) and ${COUNTED}),
    again as (
      update storms set due_at = last.at + make_interval(mins => ${calm})
      from (select max(opened_at) as at from recent where n > ${most}) last
      where id = ${stormId} and last.at + make_interval(mins => ${calm}) > now() returning due_at)
    select (extract(epoch from due_at - now()) * 1000)::float8 as wait from again`.execute(tx);
  return rows[0]?.wait ?? 0;
}

/** The worst case, and those that get no card anyway. */
async function nextToRelease(tx: Tx, stormId: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    (select id from cases where storm_id = ${stormId} and hold = 'storm' and state <> 'closed' and not quiet
      order by ${WORST_FIRST} limit 1)
    union all
    (select id from cases where storm_id = ${stormId} and hold = 'storm' and state <> 'closed' and quiet limit ${QUIET_AT_ONCE})`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}
