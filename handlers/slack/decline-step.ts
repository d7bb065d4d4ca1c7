import { declineStep } from '#src/response/decline-step.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** A no to one step, with its reason. */
export const declineStepModal = slackModal(ACTIONS.decline, async ({ ctx, enqueue, user, choice, reason }) => {
  const { stepId, digest } = parseStepValue(choice);
  const { caseId } = await declineStep(ctx, { stepId, digest, slackUser: user, reason });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-declined` });
  return { title: 'Declined', text: 'The step will not be done. Your reason is in the record and in the thread.' };
});
