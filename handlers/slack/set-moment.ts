import { InvalidInput } from '#src/errors.ts';
import { setMoment } from '#src/legal/set-moment.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Somebody in legal says when a moment was. */
export const setMomentModal = slackModal(
  ACTIONS.setMoment,
  async ({ ctx, enqueue, user, metadata, choice, reason, until }) => {
    const caseId = parseCaseValue(metadata);
    if (!until) throw new InvalidInput('no-time', 'Choose when it was so.');
    const { at } = await setMoment(ctx, { caseId, slackUser: user, moment: choice, at: until, reason });
    await enqueue('post-case', { caseId }, { key: `${caseId}-${choice}-${at}` });
    return { title: 'Recorded', text: 'The moment is recorded, and the clocks are computed anew on your card.' };
  },
);
