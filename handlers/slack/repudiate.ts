import { fallback } from '#playbooks/index.ts';
import { repudiate } from '#src/response/repudiate.ts';
import { ACTIONS, parseVoteValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Somebody says that an answer in their name was not theirs. */
export const repudiateModal = slackModal(ACTIONS.repudiate, async ({ ctx, enqueue, user, metadata, reason }) => {
  const approvalId = parseVoteValue(metadata);
  const { caseId, touched, undoing, words } = await repudiate(ctx, {
    approvalId,
    slackUser: user,
    reason,
    playbook: fallback,
  });
  for (const stepId of undoing) await enqueue('undo-step', { stepId }, { key: `${stepId}-repudiated` });
  for (const id of touched) await enqueue('post-case', { caseId: id }, { key: `${id}-${approvalId}` });
  await enqueue('enrich-case', { caseId }, { key: `${caseId}-opened` });
  return {
    title: 'Halted',
    text: `${words} Your say is suspended until a manager has spoken to you. Call security now, on a number you know; do not only write.`,
  };
});
