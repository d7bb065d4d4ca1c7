import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { heldBySnooze } from './list-snoozes.ts';
import { queueNotice } from './notice.ts';
import { snoozeCode } from './set-snooze.ts';

/** Ends a snooze before its time. */
export async function endSnooze(
  ctx: Context,
  { id, actor, ...input }: { id: number; reason: string; actor: Actor },
): Promise<{ notices: string[] }> {
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  const notices = await end(ctx, { id, reason, actor });
  if (!notices) throw new Conflict('not-snoozed', `${snoozeCode(id)} is over already, or never was.`);
  return { notices };
}

/** Ends a snooze whose time is over; nothing to do while it is not. */
export const expireSnooze = async (
  ctx: Context,
  input: { id: number; actor: Actor },
): Promise<{ notices: string[] }> => ({
  notices: (await end(ctx, { ...input, reason: null })) ?? [],
});

/** Says in triage what it held back. Those cases stay as they are: kept, listed, without a card. */
const end = (ctx: Context, { id, reason, actor }: { id: number; reason: string | null; actor: Actor }) =>
  recordChange<string[] | undefined>(ctx.db, async (tx) => {
    const ended = await conclude(tx, id, reason === null);
    if (!ended) return { result: undefined, journal: 'unchanged' };
    const held = await heldBySnooze(tx, id);
    const detail = { code: snoozeCode(id), about: ended.about, reason, ...held };
    const to = { channel: ctx.config.slack.channels.triage };
    const notice = await queueNotice(tx, { key: `snooze:${id}:ended`, to, what: 'snooze.ended', actor, detail });
    const entry = { actor, what: 'snooze.ended', refs: { snooze: String(id) }, detail };
    return { result: notice ? [notice] : [], journal: [entry] };
  });

async function conclude(tx: Tx, id: number, onlyWhenOver: boolean) {
  const update = tx
    .updateTable('snoozes')
    .set({ ended_at: sql<Date>`now()`, due_at: null })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('about');
  return (onlyWhenOver ? update.where('until', '<=', sql<Date>`now()`) : update).executeTakeFirst();
}
