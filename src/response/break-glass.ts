import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Forbidden, InvalidInput } from '../errors.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import type { AbleVoter } from './authority.ts';
import { castVote, type Vote, type VoteInput } from './cast-vote.ts';
import { digestOf } from './digest.ts';
import { type LoadedStep, stepNeeds } from './load-step.ts';
import type { StepPlan } from './plan.ts';

const SHORTEST_REASON = 20;
const REVIEW_HOURS = 24;

/** Only what can be taken back, and only where one person alone would not be enough anyway. Money never moves this way. */
export const mayBreakGlass = (step: Pick<LoadedStep, 'kind' | 'role' | 'quorum' | 'plan'>): boolean =>
  step.kind === 'action' &&
  step.plan.undo?.kind === 'reversible' &&
  stepNeeds(step).reduce((sum, { count }) => sum + count, 0) > 1;

/**
 * In an emergency one person of security may have a containment done that would take more people. It says so everywhere, and managers are
 * asked afterwards whether it was justified.
 */
export const breakGlass = (ctx: Context, input: VoteInput): Promise<Vote> =>
  castVote(ctx, input, (step) => {
    checkGlass(step, input.reason);
    return {
      id: 'approve',
      label: 'yes, breaking glass',
      needs: [{ role: 'security', count: 1 }],
      settles: 'approved',
      brokeGlass: true,
      after: askForReview,
    };
  });

/** Refuses what cannot be done by one person alone, or has no reason that managers could read afterwards. */
export function checkGlass(step: Parameters<typeof mayBreakGlass>[0], reason: string): void {
  if (reason.trim().length < SHORTEST_REASON)
    throw new InvalidInput(
      'no-reason',
      'Say in a sentence why this cannot wait for the others; managers read it afterwards.',
    );
  if (!mayBreakGlass(step))
    throw new Forbidden(
      'no-glass',
      'This step cannot be done by one person alone: it cannot be taken back, or it needs no more than one anyway.',
    );
}

/** Managers decide afterwards; silence asks more people and never says that it was right. */
async function askForReview(tx: Tx, step: LoadedStep, voter: AbleVoter, reason: string): Promise<JournalEntry[]> {
  const key = `review-${step.key}-${step.plan.offer}`;
  const title = `Was it right that ${voter.name} did this alone: ${step.title}?`;
  const plan: StepPlan = {
    target: title,
    effects: [
      `${voter.name} did not wait for the others it takes and gave this reason: "${reason}"`,
      'What was done can still be taken back on the case card, by security.',
    ],
    breaks: [],
    bound: { Step: step.title, By: voter.name },
    alreadySo: false,
    needs: [{ role: 'manager', count: 1 }],
    accounts: [voter.person],
    choices: [
      { id: 'justified', label: 'It was right', words: 'It could not wait. Nothing follows.', quorum: 1 },
      {
        id: 'not-justified',
        label: 'It was not right',
        words:
          'It should have waited for the others. The record says so; talk to them and to security about what was done.',
        quorum: 1,
      },
    ],
    silence: 'If nobody answers, it stays open and more people are asked.',
    offer: 1,
  };
  const bound = { what: key, input: null, bound: plan.bound, needs: plan.needs, playbook: step.playbook };
  const due = sql<Date>`now() + make_interval(hours => ${REVIEW_HOURS})`;
  const { id } = await tx
    .insertInto('steps')
    .values({
      case_id: step.case_id,
      key,
      position: 900,
      kind: 'decision',
      state: 'waiting',
      title,
      preview: JSON.stringify(plan),
      digest: digestOf({ ...bound, version: step.playbook_version, offer: 1 }),
      role: 'manager',
      quorum: 1,
      deadline_at: due,
      due_at: due,
      on_deadline: 'escalate',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const actor = { kind: 'job' as const, name: 'break-glass' };
  const detail = { step: step.key, title: step.title, by: voter.name, reason };
  return [{ actor, what: 'glass.broken', caseId: step.case_id, refs: { step: step.id, review: id }, detail }];
}
