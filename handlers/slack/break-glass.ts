import { breakGlass } from '#src/response/break-glass.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** One person for all, in an emergency. */
export const breakGlassModal = slackModal(ACTIONS.breakGlass, async ({ ctx, enqueue, user, choice, reason }) => {
  const { stepId, digest } = parseStepValue(choice);
  const { caseId } = await breakGlass(ctx, { stepId, digest, slackUser: user, reason });
  await enqueue('run-step', { stepId }, { key: `${stepId}-${digest.slice(0, 12)}` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-glass` });
  return {
    title: 'Under way',
    text: 'Your word is recorded and Cordon does it now. Managers are asked afterwards whether it was right.',
  };
});
