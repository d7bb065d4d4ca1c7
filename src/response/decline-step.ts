import type { Context } from '../context.ts';
import { castVote, type Vote, type VoteInput } from './cast-vote.ts';

/** A no, with its reason: one is enough, and the step is not done. */
export const declineStep = (ctx: Context, input: VoteInput): Promise<Vote> =>
  castVote(ctx, input, () => ({ id: 'decline', label: 'no', quorum: 1, settles: 'declined' }));
