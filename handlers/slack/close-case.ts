import { closeCase } from '#src/cases/close.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Ends a case with a resolution. */
export const closeCaseModal = slackModal(ACTIONS.close, async ({ ctx, enqueue, user, metadata, choice, reason }) => {
  const caseId = parseCaseValue(metadata);
  const { name } = await authorise(ctx, {
    slackUser: user,
    role: 'security',
    concerned: await loadConcerned(ctx, caseId),
  });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
  await closeCase(ctx, { caseId, resolution: choice, note: reason, actor });
  await enqueue('post-case', { caseId }, { key: `${caseId}-closed` });
  return { title: 'Closed', text: 'The case is closed. It can be reopened from its card.' };
});
