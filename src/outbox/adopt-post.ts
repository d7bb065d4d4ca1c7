import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { UNCLEAR } from './claim-message.ts';

/**
 * Slack says: this post of yours exists. If its answer was lost, its ts is kept, and the message is due again at once, to be brought up to date in place. When another post of the same
 * message is known already, this one is a duplicate and has to be removed.
 */
export async function adoptPost(
  ctx: Context,
  input: { messageId: string; channel: string; ts: string },
): Promise<'known' | 'adopted' | 'duplicate'> {
  const { messageId, channel, ts } = input;
  const adopted = await ctx.db
    .updateTable('messages')
    .set((eb) => ({
      ts,
      channel,
      sending_at: null,
      due_at: eb.case().when('failure', '=', UNCLEAR).then(sql<Date>`now()`).else(eb.ref('due_at')).end(),
    }))
    .where('id', '=', messageId)
    .where('ts', 'is', null)
    .where('sending_at', 'is not', null)
    .returning('id')
    .executeTakeFirst();
  if (adopted) return 'adopted';
  const known = await ctx.db.selectFrom('messages').select('ts').where('id', '=', messageId).executeTakeFirst();
  return known?.ts && known.ts !== ts ? 'duplicate' : 'known';
}
