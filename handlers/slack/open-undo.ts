import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, anyNumber, parseStepValue } from '#src/slack/action-ids.ts';
import { undoModal } from '#src/slack/modals.ts';
import { slackButton } from './click.ts';
import { stepOnMessage } from './same-case.ts';

/** "Undo: Freeze Mara Ito…" */
export const openUndoButton = slackButton(
  anyNumber(ACTIONS.openUndo),
  async ({ ctx, user, value, caseId, openModal }) => {
    const { stepId } = parseStepValue(value);
    const { view, step } = await stepOnMessage(ctx, stepId, caseId);
    await authorise(ctx, { slackUser: user, role: step.role, concerned: await loadConcerned(ctx, view.id) });
    await openModal(undoModal(step));
  },
);
