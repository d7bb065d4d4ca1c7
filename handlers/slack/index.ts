import { appHomeEvent } from './app-home.ts';
import { approveStepModal } from './approve-step.ts';
import { breakGlassModal } from './break-glass.ts';
import type { SlackHandler } from './click.ts';
import { closeCaseModal } from './close-case.ts';
import { cordonCommand } from './cordon-command.ts';
import { decideStepModal } from './decide-step.ts';
import { declineStepModal } from './decline-step.ts';
import { mergeCaseModal } from './merge-case.ts';
import { messagePostedEvent } from './message-posted.ts';
import { moreMenu } from './more.ts';
import { openDeclineButton } from './open-decline.ts';
import { openStepButton } from './open-step.ts';
import { openUndoButton } from './open-undo.ts';
import { reopenCaseModal } from './reopen-case.ts';
import { takeCaseButton } from './take-case.ts';
import { undoStepModal } from './undo-step.ts';
import { unmergeCaseModal } from './unmerge-case.ts';
import { withdrawVoteModal } from './withdraw-vote.ts';

/** Everything a person can do in Slack. */
export const slackHandlers: readonly SlackHandler[] = [
  appHomeEvent,
  approveStepModal,
  breakGlassModal,
  closeCaseModal,
  cordonCommand,
  decideStepModal,
  declineStepModal,
  mergeCaseModal,
  messagePostedEvent,
  moreMenu,
  openDeclineButton,
  openStepButton,
  openUndoButton,
  reopenCaseModal,
  takeCaseButton,
  undoStepModal,
  unmergeCaseModal,
  withdrawVoteModal,
];
