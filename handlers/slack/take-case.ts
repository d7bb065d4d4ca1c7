import { takeCase } from '#src/cases/take.ts';
import { Forbidden } from '#src/errors.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackButton } from './click.ts';

/** "Take the case". */
export const takeCaseButton = slackButton(ACTIONS.take, async ({ ctx, enqueue, user, value, caseId: shown }) => {
  const caseId = parseCaseValue(value);
  if (shown !== undefined && caseId !== shown) {
    throw new Forbidden(
      'other-case',
      'This button belongs to another case, so nothing was done. Open the case from App Home.',
    );
  }
  const concerned = await loadConcerned(ctx, caseId);
  const voter = await authorise(ctx, { slackUser: user, role: 'security', concerned });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name: voter.name };
  await takeCase(ctx, { caseId, by: { name: voter.name, slackUser: user }, actor });
  await enqueue('post-case', { caseId }, { key: `${caseId}-taken` });
  await enqueue('prepare-steps', { caseId }, { key: `${caseId}-taken` });
});
