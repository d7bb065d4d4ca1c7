import { Conflict } from '#src/errors.ts';
import { authoriseStep } from '#src/response/authorise-step.ts';
import { tellDecision } from '#src/response/tell-decision.ts';
import { ACTIONS, anyNumber, parseChoiceValue, parseStepValue } from '#src/slack/action-ids.ts';
import { withdrawModal } from '#src/slack/answer-modals.ts';
import { choiceModal, stepModal } from '#src/slack/step-modal.ts';
import { slackButton } from './click.ts';
import { stepOnMessage } from './same-case.ts';

/** "Freeze Mara Ito…": shows exactly what would be done, to somebody who may decide it. */
export const openStepButton = slackButton(
  anyNumber(ACTIONS.openStep),
  async ({ ctx, user, value, caseId, openModal }) => {
    const choice = value.split('|').length === 3 ? parseChoiceValue(value).choice : undefined;
    const { stepId, digest } = choice ? parseChoiceValue(value) : parseStepValue(value);
    const { view, step } = await stepOnMessage(ctx, stepId, caseId);
    await authoriseStep(ctx, { step, caseId: view.id, slackUser: user });
    const mine = step.votes.find((vote) => vote.slackUser === user);
    if (mine && step.state === 'waiting') return openModal(withdrawModal(step, mine));
    if (step.state !== 'waiting') {
      throw new Conflict('already-decided', await ctx.db.transaction().execute((tx) => tellDecision(tx, stepId)));
    }
    if (step.digest !== digest) {
      throw new Conflict(
        'out-of-date',
        'This card is out of date: the facts behind it changed. It is being redrawn; look at it again.',
      );
    }
    await openModal(choice ? choiceModal(view, step, choice) : stepModal(view, step));
  },
);
