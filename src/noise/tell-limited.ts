import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { recordChange } from '../journal/record-change.ts';
import { ownerOf, queueNotice } from './notice.ts';

/** A source sends more than it may: whoever answers for it is told, at most once an hour over all servers. Returns the message to send. */
export async function tellLimited(
  ctx: Context,
  { source, perMinute }: { source: string; perMinute: number },
): Promise<string | undefined> {
  return recordChange<string | undefined>(ctx.db, async (tx) => {
    const { rows } = await sql<{ at: Date }>`
      insert into source_watches as w (source, limited_at) values (${source}, now())
      on conflict (source) do update set limited_at = now()
        where w.limited_at is null or w.limited_at <= now() - interval '1 hour'
      returning limited_at as at`.execute(tx);
    const [told] = rows;
    if (!told) return { result: undefined, journal: 'unchanged' };
    const actor = { kind: 'webhook' as const, source };
    const detail = { source, perMinute };
    const key = `limited:${source}:${told.at.toISOString()}`;
    const notice = await queueNotice(tx, {
      key,
      to: ownerOf(ctx.config, source),
      what: 'source.limited',
      actor,
      detail,
    });
    return { result: notice, journal: [{ actor, what: 'source.limited', refs: { source }, detail }] };
  });
}
