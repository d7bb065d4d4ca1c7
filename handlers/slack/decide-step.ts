import { decideStep } from '#src/response/decide-step.ts';
import { ACTIONS, parseChoiceValue } from '#src/slack/action-ids.ts';
import { count } from '#src/slack/text.ts';
import { slackModal } from './click.ts';

/** An answer to a question, with its reason. A settled question may open further steps. */
export const decideStepModal = slackModal(ACTIONS.decide, async ({ ctx, enqueue, user, metadata, reason }) => {
  const { stepId, digest, choice } = parseChoiceValue(metadata);
  const vote = await decideStep(ctx, { stepId, digest, slackUser: user, reason, choice });
  const { caseId } = vote;
  const key = `${caseId}-${stepId}-${vote.voter.slackUser}`;
  await enqueue('post-case', { caseId }, { key });
  if (vote.outcome === 'settled') await enqueue('prepare-steps', { caseId }, { key });
  return vote.outcome === 'settled'
    ? {
        title: 'Decided',
        text: 'Your answer is recorded, and the question is decided. The case says what follows from it.',
      }
    : {
        title: 'Recorded',
        text: `Your answer is recorded. ${count(vote.missing, 'more person has', 'more people have')} to say the same.`,
      };
});
