import { approveStep } from '#src/response/approve-step.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { count } from '#src/slack/text.ts';
import { slackModal } from './click.ts';
import { confirmElsewhere } from './confirm-elsewhere.ts';

/** A yes, with its reason. The last one starts the work. */
export const approveStepModal = slackModal(ACTIONS.approve, async ({ ctx, enqueue, user, metadata, reason }) => {
  const { stepId, digest } = parseStepValue(metadata);
  const input = { stepId, digest, slackUser: user, reason };
  const elsewhere = await confirmElsewhere(ctx, { ...input, breakGlass: false });
  if (elsewhere) return elsewhere;
  const vote = await approveStep(ctx, input);
  const { caseId } = vote;
  if (vote.outcome === 'settled') await enqueue('run-step', { stepId }, { key: `${stepId}-${digest.slice(0, 12)}` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-${vote.voter.slackUser}` });
  return vote.outcome === 'settled'
    ? {
        title: 'Under way',
        text: 'Your yes is recorded. Cordon does it now, reads back whether it is so, and says it on the card.',
      }
    : {
        title: 'Recorded',
        text: `Your yes is recorded. ${count(vote.missing, 'more person has', 'more people have')} to say yes before anything happens.`,
      };
});
