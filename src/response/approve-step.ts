import type { Context } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import { castVote, type Vote, type VoteInput } from './cast-vote.ts';
import { stepNeeds } from './load-step.ts';

/** A yes to one action exactly as shown. With the last yes of the quorum the step may run. */
export const approveStep = (ctx: Context, input: VoteInput): Promise<Vote> =>
  castVote(ctx, input, (step) => {
    if (step.kind === 'decision')
      throw new InvalidInput('not-an-action', 'This step is a decision; use its own buttons.');
    return step.kind === 'task'
      ? { id: 'approve', label: 'done by hand', needs: stepNeeds(step), settles: 'decided' }
      : { id: 'approve', label: 'yes', needs: stepNeeds(step), settles: 'approved' };
  });
