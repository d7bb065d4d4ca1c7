import { touchCase } from '../cases/touch.ts';
import type { WorkerContext } from '../context.ts';
import { CordonError, Forbidden } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange } from '../journal/record-change.ts';
import type { Facts, Playbook } from '../playbook.ts';
import { authoriseAny } from './authority.ts';
import { takesConfirmation } from './confirmation.ts';
import { differences } from './digest.ts';
import { type DraftedStep, draftStep } from './draft-step.ts';
import { failStep } from './fail-step.ts';
import { concernedBy, type LoadedStep, stepNeeds } from './load-step.ts';
import { missingOf, type Saying } from './needs.ts';
import { voidVotes } from './void-votes.ts';

interface CheckInput {
  step: LoadedStep;
  facts: Facts;
  playbook: Playbook;
  actor: Actor;
}

/**
 * Right before execution: is every yes still a yes of somebody who may give it, and is the plan still exactly the one they said yes to?
 * If not, the votes are void, the step is offered anew with what changed, and nothing is done.
 */
export async function checkApprovals(
  ctx: WorkerContext,
  input: CheckInput,
): Promise<'valid' | 'voided' | 'failed' | 'nothing-to-do'> {
  const { step, facts, playbook } = input;
  const lost = await lostAuthority(ctx, step, facts);
  if (lost) return reopen(ctx, input, undefined, lost);
  const definition = playbook.steps.find((candidate) => candidate.key === step.key);
  const offer = step.plan.offer;
  const decided = definition?.after ? definition.after.choice : undefined;
  const draft = definition && (await draftStep(ctx, { step: definition, facts, playbook, offer, decided }));
  if (!draft) return reopen(ctx, input, undefined, 'The facts no longer call for it.', 'voided');
  if (draft.state === 'preparing') {
    throw new CordonError('not-readable', draft.plan.blocked ?? 'The vendor could not be read.', { retryable: true });
  }
  if (draft.state === 'blocked') {
    const failed = await failStep(
      ctx,
      step,
      new CordonError('blocked', draft.plan.blocked ?? 'Not possible now.'),
      input.actor,
    );
    return failed.outcome;
  }
  if (draft.digest === step.digest) return 'valid';
  const changed = differences(step.plan.bound, draft.plan.bound).join('; ') || 'The target of the step changed.';
  return reopen(ctx, input, draft, changed);
}

/** In an emergency one of security stood in for everybody. */
const GLASS = [{ role: 'security' as const, count: 1 }];

async function lostAuthority(ctx: WorkerContext, step: LoadedStep, facts: Facts): Promise<string | undefined> {
  const votes = await ctx.db
    .selectFrom('approvals')
    .select(['person', 'slack_user', 'name', 'roles', 'broke_glass', 'confirmed_by'])
    .where('step_id', '=', step.id)
    .where('digest', '=', step.digest)
    .where('choice', '=', 'approve')
    .where('voided_at', 'is', null)
    .execute();
  const needs = votes.some((vote) => vote.broke_glass) ? GLASS : stepNeeds(step);
  if (missingOf(needs, votes) > 0) return 'Not enough people have said yes.';
  const bare = takesConfirmation(ctx, step) && votes.find((vote) => vote.confirmed_by === null);
  if (bare) return `The yes of ${bare.name} was not confirmed with their own key, which this action takes.`;
  const concerned = [...concernedBy(facts), ...step.plan.accounts];
  const still: Saying[] = [];
  for (const vote of votes) {
    try {
      const roles = needs.map(({ role }) => role);
      still.push(await authoriseAny(ctx, { slackUser: vote.slack_user, roles, concerned, fresh: true }));
    } catch (error) {
      if (error instanceof Forbidden) return `${vote.name} may no longer decide this (${error.code}).`;
      throw error;
    }
  }
  return missingOf(needs, still) > 0 ? 'Not enough of those who said yes still hold the roles it takes.' : undefined;
}

async function reopen(
  ctx: WorkerContext,
  { step, actor }: CheckInput,
  draft: DraftedStep | undefined,
  reason: string,
  state: 'waiting' | 'voided' = 'waiting',
): Promise<'voided' | 'nothing-to-do'> {
  return recordChange<'voided' | 'nothing-to-do'>(ctx.db, async (tx) => {
    const plan = draft
      ? {
          preview: JSON.stringify(draft.plan),
          digest: draft.digest ?? null,
          title: draft.title,
          input: JSON.stringify(draft.input ?? null),
        }
      : {};
    const { numUpdatedRows } = await tx
      .updateTable('steps')
      .set({
        state,
        due_at: state === 'waiting' ? step.deadline_at : null,
        ...(state === 'voided' ? { outcome: reason } : {}),
        ...plan,
      })
      .where('id', '=', step.id)
      .where('state', '=', 'approved')
      .where('fence', '=', step.fence)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return { result: 'nothing-to-do', journal: 'unchanged' };
    await voidVotes(tx, step.id, reason);
    await touchCase(tx, step.case_id);
    const detail = { step: step.key, title: step.title, reason };
    return {
      result: 'voided',
      journal: [{ actor, what: 'approvals.voided', caseId: step.case_id, refs: { step: step.id }, detail }],
    };
  });
}
