import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { RESOLUTIONS } from './states.ts';

const UNFINISHED = ['approved', 'running', 'claimed', 'undoing'] as const;

/** Ends a case with a resolution and a reason. Not while an action is under way: its outcome belongs into this case. */
export async function closeCase(
  ctx: Context,
  input: { caseId: number; resolution: string; note: string; actor: Actor },
): Promise<void> {
  const { caseId, resolution, actor } = input;
  const note = input.note.trim();
  if (!(resolution in RESOLUTIONS)) throw new InvalidInput('no-resolution', 'Choose how the case ended.');
  if (note === '') throw new InvalidInput('no-note', 'Say in a few words how you know; it goes into the record.');
  await recordChange(ctx.db, async (tx) => {
    const busy = await tx
      .selectFrom('steps')
      .select('title')
      .where('case_id', '=', caseId)
      .where('state', 'in', [...UNFINISHED])
      .executeTakeFirst();
    if (busy)
      throw new Conflict('still-acting', `"${busy.title}" is still under way. Close the case when it has ended.`);
    const closed = await tx
      .updateTable('cases')
      .set((eb) => ({
        state: 'closed',
        resolution,
        resolution_note: note,
        closed_at: sql<Date>`now()`,
        updated_at: sql<Date>`now()`,
        due_at: null,
        revision: eb('revision', '+', 1),
      }))
      .where('id', '=', caseId)
      .where('state', '<>', 'closed')
      .returning('id')
      .executeTakeFirst();
    if (!closed) throw new Conflict('already-closed', 'This case is already closed.');
    await tx
      .updateTable('steps')
      .set({ state: 'voided', due_at: null, outcome: 'the case was closed' })
      .where('case_id', '=', caseId)
      .where('state', 'in', ['preparing', 'blocked', 'waiting'])
      .execute();
    return { result: undefined, journal: [{ actor, what: 'case.closed', caseId, detail: { resolution, note } }] };
  });
}
