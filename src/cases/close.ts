import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { StepState } from '../db/schema.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { leadingTo, RESOLUTIONS, RESTORE_KEY } from './states.ts';

const UNFINISHED: readonly StepState[] = ['approved', 'running', 'claimed', 'undoing'];

/** Ends a case with a resolution and a reason. Not while an action is under way: its outcome belongs into this case. */
export async function closeCase(
  ctx: Context,
  input: { caseId: number; resolution: string; note: string; actor: Actor },
): Promise<void> {
  const { caseId, resolution, actor } = input;
  const note = input.note.trim();
  if (!Object.hasOwn(RESOLUTIONS, resolution)) throw new InvalidInput('no-resolution', 'Choose how the case ended.');
  if (note === '') throw new InvalidInput('no-note', 'Say in a few words how you know; it goes into the record.');
  await recordChange(ctx.db, async (tx) => {
    const busy = (await lockSteps(tx, caseId)).find((step) => UNFINISHED.includes(step.state));
    if (busy)
      throw new Conflict('still-acting', `"${busy.title}" is still under way. Close the case when it has ended.`);
    if ((await lockSteps(tx, caseId)).some(({ key, state }) => key === RESTORE_KEY && state === 'waiting'))
      throw new Conflict(
        'still-suspended',
        'First decide whether the person this is about may decide again; managers were asked.',
      );
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
      .where('state', 'in', leadingTo('closed'))
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

/** Steps first, then their case, as everybody else locks them: a yes under way is waited for, and nobody waits for one another. */
const lockSteps = (tx: Tx, caseId: number) =>
  tx
    .selectFrom('steps')
    .select(['key', 'title', 'state'])
    .where('case_id', '=', caseId)
    .orderBy('position')
    .forUpdate()
    .execute();
