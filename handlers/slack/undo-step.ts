import { requestUndo } from '#src/response/request-undo.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Takes a containment back, with a reason. */
export const undoStepModal = slackModal(ACTIONS.undo, async ({ ctx, enqueue, user, metadata, reason }) => {
  const { stepId } = parseStepValue(metadata);
  const { caseId } = await requestUndo(ctx, { stepId, slackUser: user, reason });
  await enqueue('undo-step', { stepId }, { key: stepId });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-undo` });
  return {
    title: 'Under way',
    text: 'Cordon restores the state from before, reads back that it is so, and says it on the card.',
  };
});
