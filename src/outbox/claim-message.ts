import { sql } from 'kysely';
import type { Context } from '../context.ts';

export interface ClaimedMessage {
  id: string;
  /** Null for a notice. */
  case_id: number | null;
  key: string;
  kind: string;
  channel: string | null;
  recipient: string | null;
  detail: unknown;
  ts: string | null;
  wanted: number;
  sent: number;
  /** How long ago a post was begun whose outcome nobody knows. */
  unclear_ms: number | null;
  /** How long its reserved place in the channel's line is still away; negative when it has come. */
  slot_wait_ms: number | null;
  attempts: number;
  fence: number;
}

const LEASE_SECONDS = 30;

/** The failure of a message whose post may or may not have been made. */
export const UNCLEAR = 'no clear answer';

/** Takes a due message for this worker alone; the fence keeps a slower one from writing its outcome later. */
export async function claimMessage(ctx: Context, messageId: string): Promise<ClaimedMessage | undefined> {
  return ctx.db
    .updateTable('messages')
    .set((eb) => ({
      fence: eb('fence', '+', 1),
      attempts: eb('attempts', '+', 1),
      due_at: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
    }))
    .where('id', '=', messageId)
    .where('due_at', '<=', sql<Date>`now()`)
    .returning([
      'id',
      'case_id',
      'key',
      'kind',
      'channel',
      'recipient',
      'detail',
      'ts',
      'wanted',
      'sent',
      sql<number | null>`(extract(epoch from now() - sending_at) * 1000)::float8`.as('unclear_ms'),
      sql<number | null>`(extract(epoch from slot_at - now()) * 1000)::float8`.as('slot_wait_ms'),
      'attempts',
      'fence',
    ])
    .executeTakeFirst();
}

/** Gives it back, due again after the wait. */
export async function postpone(
  ctx: Context,
  message: ClaimedMessage,
  waitMs: number,
): Promise<{ outcome: 'later'; waitMs: number }> {
  await ctx.db
    .updateTable('messages')
    .set({ due_at: sql<Date>`now() + make_interval(secs => ${waitMs / 1000})` })
    .where('id', '=', message.id)
    .where('fence', '=', message.fence)
    .execute();
  return { outcome: 'later', waitMs };
}
