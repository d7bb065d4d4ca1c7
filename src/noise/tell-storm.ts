import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { summaryKey } from './notice.ts';

const EVERY_SECONDS = 5;

/** The storm's summary is out of date. Returns the message to send, and when. */
export async function tellStorm(
  ctx: Context,
  stormId: string,
): Promise<{ messageId: string; waitMs: number } | undefined> {
  const told = await ctx.db
    .updateTable('messages')
    .set((eb) => ({
      wanted: eb('wanted', '+', 1),
      due_at: sql<Date>`coalesce(due_at, case when ts is null then now() else now() + make_interval(secs => ${EVERY_SECONDS}) end)`,
    }))
    .where('key', '=', summaryKey(stormId))
    .where('case_id', 'is', null)
    .returning(['id', sql<number>`greatest(0, extract(epoch from due_at - now()) * 1000)::float8`.as('waitMs')])
    .executeTakeFirst();
  return told && { messageId: told.id, waitMs: told.waitMs };
}
