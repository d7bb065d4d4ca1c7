import { breakGlass } from '#src/response/break-glass.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';
import { confirmElsewhere } from './confirm-elsewhere.ts';

/** One person for all, in an emergency. */
export const breakGlassModal = slackModal(ACTIONS.breakGlass, async ({ ctx, enqueue, user, choice, reason }) => {
  const { stepId, digest } = parseStepValue(choice);
  const input = { stepId, digest, slackUser: user, reason };
  const elsewhere = await confirmElsewhere(ctx, { ...input, breakGlass: true });
  if (elsewhere) return elsewhere;
  const { caseId } = await breakGlass(ctx, input);
  await enqueue('run-step', { stepId }, { key: `${stepId}-${digest.slice(0, 12)}` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-glass` });
  return {
    title: 'Under way',
    text: 'Your word is recorded and Cordon does it now. Managers are asked afterwards whether it was right.',
  };
});
