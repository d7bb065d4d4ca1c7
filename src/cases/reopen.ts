import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';

/** Takes a closed case up again; its undecided steps are offered anew and its questions asked again. */
export async function reopenCase(ctx: Context, input: { caseId: number; reason: string; actor: Actor }): Promise<void> {
  const { caseId, actor } = input;
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  await recordChange(ctx.db, async (tx) => {
    const reopened = await tx
      .updateTable('cases')
      .set((eb) => ({
        state: 'investigating',
        resolution: null,
        resolution_note: null,
        closed_at: null,
        hold: null,
        round: eb('round', '+', 1),
        revision: eb('revision', '+', 1),
        updated_at: sql<Date>`now()`,
        due_at: sql<Date>`now()`,
      }))
      .where('id', '=', caseId)
      .where('state', '=', 'closed')
      .where('merged_into', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!reopened)
      throw new Conflict(
        'not-closed',
        'This case is open already, or part of another one. In the second case take it out first.',
      );
    await tx
      .updateTable('approvals')
      .set({ voided_at: sql<Date>`now()`, void_reason: 'the case was closed and reopened' })
      .where('voided_at', 'is', null)
      .where('step_id', 'in', (eb) =>
        eb.selectFrom('steps').select('id').where('case_id', '=', caseId).where('state', '=', 'voided'),
      )
      .execute();
    await tx
      .updateTable('steps')
      .set({ state: 'preparing', digest: null, outcome: null })
      .where('case_id', '=', caseId)
      .where('state', '=', 'voided')
      .execute();
    return { result: undefined, journal: [{ actor, what: 'case.reopened', caseId, detail: { reason } }] };
  });
}
