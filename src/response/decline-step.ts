import type { Context } from '../context.ts';
import { castVote, type Vote, type VoteInput } from './cast-vote.ts';
import { stepNeeds } from './load-step.ts';

/** A no, with its reason: one is enough, and the step is not done. */
export const declineStep = (ctx: Context, input: VoteInput): Promise<Vote> =>
  castVote(ctx, input, (step) => ({
    id: 'decline',
    label: 'no',
    needs: stepNeeds(step),
    anybody: true,
    settles: 'declined',
  }));
