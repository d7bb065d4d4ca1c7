import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';

/**
 * The end of a canary: by its case when it has come through, by its own id when its time is over (then only if it is). Its case is closed;
 * nobody has seen it.
 */
export async function endCanary(
  ctx: Context,
  { actor, ...which }: ({ caseId: number } | { canaryId: string }) & { actor: Actor },
): Promise<void> {
  const cameThrough = 'caseId' in which;
  await recordChange(ctx.db, async (tx) => {
    const ended = await tx
      .updateTable('canaries')
      .set({ ended_at: sql<Date>`now()`, came_through: cameThrough, due_at: null })
      .where('ended_at', 'is', null)
      .where((eb) =>
        'caseId' in which
          ? eb('case_id', '=', which.caseId)
          : eb.and([eb('id', '=', which.canaryId), eb('due_at', '<=', sql<Date>`now()`)]),
      )
      .returning(['id', 'case_id'])
      .executeTakeFirst();
    if (!ended) return { result: undefined, journal: 'unchanged' };
    if (ended.case_id !== null) await close(tx, ended.case_id, cameThrough);
    const entry: JournalEntry = {
      actor,
      what: cameThrough ? 'canary.came-through' : 'canary.lost',
      refs: { canary: ended.id },
      ...(ended.case_id !== null && { caseId: ended.case_id }),
    };
    return { result: undefined, journal: [entry] };
  });
}

const close = (tx: Tx, caseId: number, cameThrough: boolean) =>
  tx
    .updateTable('cases')
    .set({
      state: 'closed',
      resolution: 'canary',
      resolution_note: cameThrough ? 'It came through.' : 'It did not come through in time.',
      closed_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
      due_at: null,
      prepare_at: null,
      scored_round: sql<number>`round`,
    })
    .where('id', '=', caseId)
    .where('state', '<>', 'closed')
    .execute();
