import { authoriseStep } from '#src/response/authorise-step.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { declineModal } from '#src/slack/modals.ts';
import { slackButton } from './click.ts';
import { stepOnMessage } from './same-case.ts';

/** "Don't do this…", in a direct message. */
export const openDeclineButton = slackButton(ACTIONS.openDecline, async ({ ctx, user, value, caseId, openModal }) => {
  const { stepId } = parseStepValue(value);
  const { view, step } = await stepOnMessage(ctx, stepId, caseId);
  await authoriseStep(ctx, { step, caseId: view.id, slackUser: user });
  await openModal(declineModal(view, [step]));
});
