import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { type AbleVoter, authoriseAny, type Voter } from './authority.ts';
import { type Confirmation, checkConfirmed } from './confirmation.ts';
import { planCode } from './digest.ts';
import { concernedBy, type LoadedStep, loadStep } from './load-step.ts';
import { missingOf, type Need } from './needs.ts';
import { settleCase } from './settle-case.ts';
import { tellDecision } from './tell-decision.ts';

export interface VoteInput {
  stepId: string;
  /** What the person saw; a vote on an older plan is refused. */
  digest: string;
  slackUser: string;
  reason: string;
  /** Where the policy asks for more than a click. */
  confirmation?: Confirmation;
}

export interface Vote {
  caseId: number;
  voter: Voter;
  /** `counted`: more yes are needed. `settled`: this was the last one. */
  outcome: 'counted' | 'settled';
  missing: number;
}

interface Choice {
  id: string;
  /** As the record and the thread say it. */
  label: string;
  needs: readonly Need[];
  /** Any one of the people needed is enough. */
  anybody?: boolean;
  /** What the step becomes when nobody is missing any more. */
  settles: 'approved' | 'decided' | 'declined';
  /** It stands in for the others it takes. */
  brokeGlass?: boolean;
  /** What follows from it in the same transaction, for the record. */
  after?(tx: Tx, step: LoadedStep, voter: AbleVoter, reason: string): Promise<JournalEntry[]>;
}

/** One person's voice on exactly this plan. One transaction decides the race: the row is locked, one vote counts per human. */
export async function castVote(ctx: Context, input: VoteInput, choose: (step: LoadedStep) => Choice): Promise<Vote> {
  const step = await loadStep(ctx, input.stepId);
  const choice = choose(step);
  checkConfirmed(ctx, step, choice.id, input.confirmation);
  const concerned = [...concernedBy(await loadFacts(ctx, step.case_id)), ...step.plan.accounts];
  const roles = choice.needs.map(({ role }) => role);
  const voter = await authoriseAny(ctx, { slackUser: input.slackUser, roles, concerned });
  const actor: Actor = { kind: 'slack-user', team: ctx.config.slack.team, user: voter.slackUser, name: voter.name };
  return recordChange(ctx.db, async (tx) => {
    await lockOpenStep(tx, step, input.digest);
    await insertVote(tx, input, voter, choice);
    const spent = (await input.confirmation?.spend(tx)) ?? [];
    const missing = choice.anybody ? 0 : missingOf(choice.needs, await standingVotes(tx, input, choice));
    const settled = missing === 0;
    if (settled) await settle(tx, step, choice, input.reason);
    if (settled && choice.settles !== 'approved') await settleCase(tx, step.case_id);
    await touchCase(tx, step.case_id);
    if (settled && choice.settles === 'decided') await replan(tx, step.case_id);
    const detail = {
      step: step.key,
      title: step.title,
      choice: choice.id,
      label: choice.label,
      plan: planCode(input.digest),
      reason: input.reason,
      missing,
      ...(input.confirmation ? { confirmedBy: input.confirmation.by } : {}),
    };
    const what = settled ? `step.${choice.settles}` : 'step.voted';
    const entry = { actor, what, caseId: step.case_id, refs: { step: step.id, digest: input.digest }, detail };
    const more = settled ? ((await choice.after?.(tx, step, voter, input.reason.trim())) ?? []) : [];
    const outcome = settled ? ('settled' as const) : ('counted' as const);
    return { result: { caseId: step.case_id, voter, outcome, missing }, journal: [entry, ...spent, ...more] };
  });
}

/** Locks the step for this transaction, or says why it cannot be decided (any more). */
export async function lockOpenStep(tx: Tx, step: LoadedStep, digest: string): Promise<void> {
  const now = await tx
    .selectFrom('steps')
    .select(['state', 'digest', sql<boolean>`coalesce(deadline_at < now(), false)`.as('late'), 'on_deadline'])
    .where('id', '=', step.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (now.state !== 'waiting') throw new Conflict('already-decided', await tellDecision(tx, step.id));
  if (now.digest !== digest) {
    throw new Conflict(
      'out-of-date',
      'This card is out of date: the facts behind it changed, so it cannot be decided here. The new card shows what changed.',
    );
  }
  if (now.late && now.on_deadline === 'deny') {
    throw new Conflict(
      'expired',
      'The time to decide is over, and without an answer nothing was done. Ask security to offer it again.',
    );
  }
}

async function insertVote(tx: Tx, input: VoteInput, voter: AbleVoter, choice: Choice): Promise<void> {
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  const inserted = await tx
    .insertInto('approvals')
    .values({
      step_id: input.stepId,
      person: voter.person,
      slack_user: voter.slackUser,
      roles: JSON.stringify(voter.roles),
      broke_glass: choice.brokeGlass ?? false,
      confirmed_by: input.confirmation?.by ?? null,
      name: voter.name,
      choice: choice.id,
      digest: input.digest,
      reason,
    })
    .onConflict((conflict) => conflict.columns(['step_id', 'person']).where('voided_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) {
    throw new Conflict('already-voted', 'You have already given your answer on this. It needs a different person now.');
  }
}

const standingVotes = (tx: Tx, input: VoteInput, choice: Choice) =>
  tx
    .selectFrom('approvals')
    .select(['person', 'roles'])
    .where('step_id', '=', input.stepId)
    .where('digest', '=', input.digest)
    .where('choice', '=', choice.id)
    .where('voided_at', 'is', null)
    .execute();

/** What waited for this decision may be offered now. */
const replan = (tx: Tx, caseId: number) =>
  tx.updateTable('cases').set({ prepare_at: sql<Date>`now()` }).where('id', '=', caseId).execute();

const settle = (tx: Tx, step: LoadedStep, choice: Choice, reason: string) =>
  tx
    .updateTable('steps')
    .set({
      state: choice.settles,
      outcome: choice.settles === 'declined' ? reason : choice.id,
      due_at: choice.settles === 'approved' ? sql<Date>`now()` : null,
      finished_at: choice.settles === 'approved' ? null : sql<Date>`now()`,
    })
    .where('id', '=', step.id)
    .execute();
