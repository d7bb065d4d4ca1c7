import { reopenCase } from '#src/cases/reopen.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Takes a closed case up again. The sweep finds its new round of questions by the case's due time. */
export const reopenCaseModal = slackModal(ACTIONS.reopen, async ({ ctx, enqueue, user, metadata, reason }) => {
  const caseId = parseCaseValue(metadata);
  const { name } = await authorise(ctx, {
    slackUser: user,
    role: 'security',
    concerned: await loadConcerned(ctx, caseId),
  });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
  await reopenCase(ctx, { caseId, reason, actor });
  await enqueue('enrich-case', { caseId }, { key: `${caseId}-reopened` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-reopened` });
  return { title: 'Reopened', text: 'The case is open again. The questions are asked anew.' };
});
