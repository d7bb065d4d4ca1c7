import { sql } from 'kysely';
import { RESTORE_KEY } from '../cases/states.ts';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';

/** An administrator gives somebody their say back, where no manager can; the question to managers is over. */
export async function restoreByHand(
  ctx: Context,
  input: { person: string; reason: string; actor: Actor },
): Promise<void> {
  const { person, actor } = input;
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Say how you know that it is them; it goes into the record.');
  await recordChange(ctx.db, async (tx) => {
    const lifted = await tx
      .updateTable('suspensions')
      .set({ lifted_at: sql<Date>`now()` })
      .where('person', '=', person)
      .where('lifted_at', 'is', null)
      .returning('case_id')
      .executeTakeFirst();
    if (!lifted?.case_id)
      throw new NotFound('not-suspended', `Nobody called ${person} is suspended. List them: cordon rights list.`);
    await tx
      .updateTable('steps')
      .set({ state: 'voided', due_at: null, outcome: 'an administrator gave the say back' })
      .where('case_id', '=', lifted.case_id)
      .where('key', '=', RESTORE_KEY)
      .where('state', '=', 'waiting')
      .execute();
    await touchCase(tx, lifted.case_id);
    const entry = { actor, what: 'rights.restored', caseId: lifted.case_id, detail: { person, reason } };
    return { result: undefined, journal: [entry] };
  });
}
