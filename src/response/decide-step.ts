import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import { castVote, type Vote, type VoteInput } from './cast-vote.ts';
import { RESTORE, restoreRights } from './restore-rights.ts';

/** What an answer does at once, besides being the answer. */
const followUp = (key: string, choice: string) =>
  key === RESTORE.key && choice === RESTORE.choice ? { after: restoreRights } : {};

/** A voice for one of a decision's choices; each choice has its own quorum. */
export const decideStep = (ctx: Context, input: VoteInput & { choice: string }): Promise<Vote> =>
  castVote(ctx, input, (step) => {
    const choice = step.plan.choices?.find((candidate) => candidate.id === input.choice);
    if (!choice) throw new InvalidInput('unknown-choice', 'This answer is not offered any more. Open the card again.');
    return {
      id: choice.id,
      label: choice.label,
      needs: [{ role: step.role, count: choice.quorum }],
      settles: 'decided',
      ...followUp(step.key, choice.id),
    };
  });
