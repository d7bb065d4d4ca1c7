import { ACTIONS, parseVoteValue } from '#src/slack/action-ids.ts';
import { repudiateModal } from '#src/slack/receipt.ts';
import { slackButton } from './click.ts';

/** "This wasn't me…" on a receipt: says first what it does. Whose answer it was is checked when it is done. */
export const openRepudiateButton = slackButton(ACTIONS.openRepudiate, async ({ value, openModal }) => {
  await openModal(repudiateModal(parseVoteValue(value)));
});
