import { unmergeCase } from '#src/cases/unmerge.ts';
import { caseCode } from '#src/cases/view.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Two cases were not one after all. */
export const unmergeCaseModal = slackModal(ACTIONS.unmerge, async ({ ctx, enqueue, user, metadata, reason }) => {
  const caseId = parseCaseValue(metadata);
  const concerned = await loadConcerned(ctx, caseId);
  const { name } = await authorise(ctx, { slackUser: user, role: 'security', concerned });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
  const { from, into } = await unmergeCase(ctx, { caseId, reason, actor });
  for (const id of [from, into]) {
    await enqueue('enrich-case', { caseId: id }, { key: `${id}-apart` });
    await enqueue('post-case', { caseId: id }, { key: `${id}-apart` });
  }
  const text = `${caseCode(from)} is a case of its own again, apart from ${caseCode(into)}.`;
  return { title: 'Taken out', text };
});
