import { liftHold } from '#src/legal/lift-hold.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** The hold on a case's evidence ends. */
export const liftHoldModal = slackModal(ACTIONS.liftHold, async ({ ctx, enqueue, user, metadata, reason }) => {
  const caseId = parseCaseValue(metadata);
  await liftHold(ctx, { caseId, slackUser: user, reason });
  await enqueue('post-case', { caseId }, { key: `${caseId}-lift-${ctx.clock.now().getTime()}` });
  return { title: 'Recorded', text: 'Recorded. The hold is lifted.' };
});
