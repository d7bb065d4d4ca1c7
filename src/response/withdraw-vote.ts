import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import { loadStep } from './load-step.ts';
import { tellDecision } from './tell-decision.ts';

/** Whoever has answered may take the answer back, with a reason, until the step is carried out. Others' answers stand. */
export async function withdrawVote(
  ctx: Context,
  input: { stepId: string; slackUser: string; reason: string },
): Promise<{ caseId: number }> {
  const { stepId, slackUser } = input;
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  const step = await loadStep(ctx, stepId);
  return recordChange(ctx.db, async (tx) => {
    const now = await tx
      .selectFrom('steps')
      .select(['state', 'deadline_at'])
      .where('id', '=', stepId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (now.state !== 'waiting' && now.state !== 'approved')
      throw new Conflict('too-late', `${await tellDecision(tx, stepId)} An answer can be taken back only before that.`);
    const taken = await tx
      .updateTable('approvals')
      .set({ voided_at: sql<Date>`now()`, void_reason: `taken back: ${reason}` })
      .where('step_id', '=', stepId)
      .where('slack_user', '=', slackUser)
      .where('voided_at', 'is', null)
      .returning(['name', 'choice'])
      .executeTakeFirst();
    if (!taken) throw new Conflict('no-vote', 'You have no answer here that could be taken back.');
    if (now.state === 'approved')
      await tx
        .updateTable('steps')
        .set((eb) => ({ state: 'waiting', due_at: now.deadline_at, fence: eb('fence', '+', 1) }))
        .where('id', '=', stepId)
        .execute();
    await touchCase(tx, step.case_id);
    const actor: Actor = { kind: 'slack-user', team: ctx.config.slack.team, user: slackUser, name: taken.name };
    const detail = { step: step.key, title: step.title, choice: taken.choice, reason };
    const entry = { actor, what: 'vote.withdrawn', caseId: step.case_id, refs: { step: stepId }, detail };
    return { result: { caseId: step.case_id }, journal: [entry] };
  });
}
