import { appHomeEvent } from './app-home.ts';
import { approveStepModal } from './approve-step.ts';
import { breakGlassModal } from './break-glass.ts';
import type { SlackHandler } from './click.ts';
import { closeCaseModal } from './close-case.ts';
import { cordonCommand } from './cordon-command.ts';
import { decideNotificationModal } from './decide-notification.ts';
import { decideStepModal } from './decide-step.ts';
import { declineStepModal } from './decline-step.ts';
import { liftHoldModal } from './lift-hold.ts';
import { mergeCaseModal } from './merge-case.ts';
import { messagePostedEvent } from './message-posted.ts';
import { moreMenu } from './more.ts';
import { openDeclineButton } from './open-decline.ts';
import { openHeldButton } from './open-held.ts';
import { openLegalButton } from './open-legal.ts';
import { openRepudiateButton } from './open-repudiate.ts';
import { openStepButton } from './open-step.ts';
import { openUndoButton } from './open-undo.ts';
import { placeHoldModal } from './place-hold.ts';
import { reopenCaseModal } from './reopen-case.ts';
import { repudiateModal } from './repudiate.ts';
import { setMomentModal } from './set-moment.ts';
import { snoozeCaseModal } from './snooze-case.ts';
import { takeCaseButton } from './take-case.ts';
import { takeHeldModal } from './take-held.ts';
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
  decideNotificationModal,
  decideStepModal,
  declineStepModal,
  liftHoldModal,
  mergeCaseModal,
  messagePostedEvent,
  moreMenu,
  openDeclineButton,
  openHeldButton,
  openLegalButton,
  openRepudiateButton,
  openStepButton,
  openUndoButton,
  placeHoldModal,
  reopenCaseModal,
  repudiateModal,
  setMomentModal,
  snoozeCaseModal,
  takeCaseButton,
  takeHeldModal,
  undoStepModal,
  unmergeCaseModal,
  withdrawVoteModal,
];
