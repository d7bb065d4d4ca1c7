import { decideNotification } from '#src/legal/decide-notification.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** One person's word on whether to notify under one regime. */
export const decideNotificationModal = slackModal(
  ACTIONS.decideNotification,
  async ({ ctx, enqueue, user, metadata, choice: chosen, reason }) => {
    const caseId = parseCaseValue(metadata);
    const [regime = '', choice = ''] = chosen.split('|');
    const { decided, missing } = await decideNotification(ctx, { caseId, slackUser: user, regime, choice, reason });
    await enqueue('post-case', { caseId }, { key: `${caseId}-${regime}-${ctx.clock.now().getTime()}` });
    const text = decided
      ? 'The decision is recorded with your reason. Cordon sends no notification.'
      : `Your word is recorded. It is no decision yet: ${missing} more of legal have to say the same.`;
    return { title: 'Recorded', text };
  },
);
