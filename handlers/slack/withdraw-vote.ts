import { withdrawVote } from '#src/response/withdraw-vote.ts';
import { ACTIONS, parseStepValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Somebody takes an answer back before it is carried out. */
export const withdrawVoteModal = slackModal(ACTIONS.withdraw, async ({ ctx, enqueue, user, metadata, reason }) => {
  const { stepId } = parseStepValue(metadata);
  const { caseId } = await withdrawVote(ctx, { stepId, slackUser: user, reason });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-${user}-back` });
  return { title: 'Taken back', text: 'Your answer no longer counts. The step stays open for others, and for you.' };
});
