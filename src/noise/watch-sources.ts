import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { ownerOf, queueNotice } from './notice.ts';
import { usualSilence } from './usual-silence.ts';

/** The newest deliveries are enough to know a source's habits. */
const MOST_DELIVERIES = 20_000;

/** Looks at every source: has one fallen silent, is one back? Each is told once, to whoever answers for it. Returns the messages to send. */
export async function watchSources(ctx: Context, actor: Actor): Promise<string[]> {
  const told: string[] = [];
  for (const [source, { quiet_after_minutes: after }] of Object.entries(ctx.config.sources))
    told.push(...(await watchSource(ctx, { source, after, actor })));
  return told;
}

interface Watching {
  source: string;
  /** Minutes, where cordon.yaml says so. */
  after: number | undefined;
  actor: Actor;
}

interface Known {
  since: Date;
  silent_since: Date | null;
  /** Of the last delivery; null before the first. */
  last: Date | null;
  /** Minutes since then, or since the source is watched. */
  silent: number;
}

const watchSource = (ctx: Context, { source, after, actor }: Watching) =>
  recordChange<string[]>(ctx.db, async (tx) => {
    const { since, silent_since: told, last, silent } = await load(tx, source);
    const usual = after ?? (await learned(tx, source));
    const change = async (what: string, from: Date, to: Date | null, detail: Record<string, unknown>) => {
      await tx.updateTable('source_watches').set({ silent_since: to }).where('source', '=', source).execute();
      const key = `${what}:${source}:${from.toISOString()}`;
      const notice = await queueNotice(tx, { key, to: ownerOf(ctx.config, source), what, actor, detail });
      const entry = { actor, what, refs: { source }, detail };
      return { result: notice ? [notice] : [], journal: [entry] as const };
    };
    if (told) {
      if (!last || last <= told) return { result: [], journal: 'unchanged' };
      return change('source.back', told, null, { source, silentSince: told.toISOString(), at: last.toISOString() });
    }
    const reference = last ?? (after === undefined ? undefined : since);
    if (usual === undefined || reference === undefined || silent <= usual) return { result: [], journal: 'unchanged' };
    const detail = { source, since: reference.toISOString(), ever: last !== null, minutes: Math.floor(silent), usual };
    return change('source.silent', reference, reference, { ...detail, by: after === undefined ? 'learned' : 'set' });
  });

const FROM_OUTSIDE = sql`not exists (select from canaries k where k.delivery_id = d.id)`;

/** Locked, so that two workers look one after the other. Canaries are no sign that a source is alive. */
async function load(tx: Tx, source: string): Promise<Known> {
  await sql`insert into source_watches (source) values (${source}) on conflict do nothing`.execute(tx);
  const { rows } = await sql<Known>`
    select since, silent_since, last, (extract(epoch from now() - coalesce(last, since)) / 60)::float8 as silent
    from source_watches w left join lateral (
      select d.received_at as last from deliveries d where d.source = w.source and ${FROM_OUTSIDE}
      order by d.received_at desc limit 1) newest on true
    where w.source = ${source} for update of w`.execute(tx);
  const [known] = rows;
  if (!known) throw new TypeError(`${source} is not watched`);
  return known;
}

/** Worked out anew every hour. */
async function learned(tx: Tx, source: string): Promise<number | undefined> {
  const { rows: fresh } = await sql<{ usual: number | null }>`
    select usual_minutes as usual from source_watches
    where source = ${source} and learned_at > now() - interval '1 hour'`.execute(tx);
  if (fresh[0]) return fresh[0].usual ?? undefined;
  const { rows } = await sql<{ n: number; p95: number | null }>`
    select count(*)::int as n, percentile_cont(0.95) within group (order by gap) as p95 from (
      select extract(epoch from received_at - lag(received_at) over (order by received_at))::float8 as gap from (
        select received_at from deliveries d
        where d.source = ${source} and d.received_at > now() - interval '14 days' and ${FROM_OUTSIDE}
        order by received_at desc limit ${MOST_DELIVERIES}) newest) gaps`.execute(tx);
  const usual = usualSilence(rows[0]?.n ?? 0, rows[0]?.p95 ?? null);
  await tx
    .updateTable('source_watches')
    .set({ usual_minutes: usual ?? null, learned_at: sql<Date>`now()` })
    .where('source', '=', source)
    .execute();
  return usual;
}
