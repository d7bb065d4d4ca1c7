import { placeHold } from '#src/legal/place-hold.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** From now on nothing of the case may be deleted. */
export const placeHoldModal = slackModal(ACTIONS.placeHold, async ({ ctx, enqueue, user, metadata, reason }) => {
  const caseId = parseCaseValue(metadata);
  await placeHold(ctx, { caseId, slackUser: user, reason });
  await enqueue('post-case', { caseId }, { key: `${caseId}-place-${ctx.clock.now().getTime()}` });
  return { title: 'Recorded', text: 'Recorded. Nothing of this case can be deleted until legal lifts the hold.' };
});
