import { rules } from '#playbooks/index.ts';
import { mergeCases } from '#src/cases/merge.ts';
import { caseCode } from '#src/cases/view.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Somebody knows that two cases are one. */
export const mergeCaseModal = slackModal(ACTIONS.merge, async ({ ctx, enqueue, user, metadata, choice, reason }) => {
  const [from, into] = [parseCaseValue(metadata), parseCaseValue(choice)];
  const concerned = [...(await loadConcerned(ctx, from)), ...(await loadConcerned(ctx, into))];
  const { name } = await authorise(ctx, { slackUser: user, role: 'security', concerned });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
  const merged = await mergeCases(ctx, { from, into, because: reason, actor, rules });
  await enqueue('enrich-case', { caseId: merged.into }, { key: `${merged.into}-with-${merged.from}` });
  await enqueue('post-case', { caseId: merged.from }, { key: `${merged.from}-merged` });
  const text = `${caseCode(merged.from)} is part of ${caseCode(merged.into)} now. Its card says so, and it can be taken out again there.`;
  return { title: 'Merged', text };
});
