import { sql } from 'kysely';
import type { WorkerContext } from '../context.ts';
import type { ClaimedMessage } from './claim-message.ts';

/** Slack allows about one post a second in a channel; edits share 50 a minute over the whole workspace. */
const POST_EVERY_MS = 1_050;
const UPDATE_EVERY_MS = 1_200;

/**
 * Milliseconds until this message may go out; 0 means now. Each message reserves its place in the line once, over all workers, on the
 * database's clock.
 */
export async function reserveSlot(ctx: WorkerContext, message: ClaimedMessage, channel: string): Promise<number> {
  if (!ctx.paced) return 0;
  if (message.slot_wait_ms !== null) return Math.max(0, message.slot_wait_ms);
  const key = message.ts ? 'update' : `post:${channel}`;
  const every = (message.ts ? UPDATE_EVERY_MS : POST_EVERY_MS) / 1000;
  const { rows } = await sql<{ slot: Date; wait: number }>`
    insert into paces (key, next_at) values (${key}, now() + make_interval(secs => ${every}))
    on conflict (key) do update set next_at = greatest(paces.next_at, now()) + make_interval(secs => ${every})
    returning next_at - make_interval(secs => ${every}) as slot,
      greatest(0, extract(epoch from next_at - make_interval(secs => ${every}) - now()) * 1000)::float8 as wait
  `.execute(ctx.db);
  const wait = rows[0]?.wait ?? 0;
  if (wait <= 0 || !rows[0]) return 0;
  await ctx.db
    .updateTable('messages')
    .set({ slot_at: rows[0].slot })
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .execute();
  return wait;
}
