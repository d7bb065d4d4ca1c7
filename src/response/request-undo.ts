import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { authorise } from './authority.ts';
import { concernedBy, loadStep } from './load-step.ts';

/** Somebody of the step's role asks to take a containment back, with a reason. The worker does it. */
export async function requestUndo(
  ctx: Context,
  input: { stepId: string; slackUser: string; reason: string },
): Promise<{ caseId: number }> {
  const step = await loadStep(ctx, input.stepId);
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  if (step.plan.undo?.kind !== 'reversible') {
    throw new Conflict('irreversible', `This cannot be undone. ${step.plan.undo?.words ?? ''}`.trim());
  }
  const concerned = concernedBy(await loadFacts(ctx, step.case_id));
  const voter = await authorise(ctx, { slackUser: input.slackUser, role: step.role, concerned });
  const actor: Actor = { kind: 'slack-user', team: ctx.config.slack.team, user: voter.slackUser, name: voter.name };
  return recordChange(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({ state: 'undoing', undo_reason: reason, due_at: sql<Date>`now()` })
      .where('id', '=', step.id)
      .where('state', 'in', ['contained', 'slipped', 'claimed'])
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) {
      throw new Conflict(
        'not-undoable',
        'Already taken care of: somebody else undid this a moment ago, or it is not done yet.',
      );
    }
    await touchCase(tx, step.case_id);
    const detail = { step: step.key, title: step.title, reason };
    const entry = { actor, what: 'undo.requested', caseId: step.case_id, refs: { step: step.id }, detail };
    return { result: { caseId: step.case_id }, journal: [entry] };
  });
}
