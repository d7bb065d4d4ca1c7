import { takeCase } from '#src/cases/take.ts';
import { caseCode } from '#src/cases/view.ts';
import { tellStorm } from '#src/noise/tell-storm.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Somebody takes a case a storm holds: it gets its card at once. */
export const takeHeldModal = slackModal(ACTIONS.takeHeld, async ({ ctx, enqueue, user, metadata, choice }) => {
  const caseId = parseCaseValue(choice);
  const concerned = await loadConcerned(ctx, caseId);
  const { name } = await authorise(ctx, { slackUser: user, role: 'security', concerned });
  const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
  await takeCase(ctx, { caseId, by: { name, slackUser: user }, actor });
  await enqueue('post-case', { caseId }, { key: `${caseId}-taken` });
  await enqueue('prepare-steps', { caseId }, { key: `${caseId}-taken` });
  const told = await tellStorm(ctx, metadata);
  if (told)
    await enqueue('deliver-message', { messageId: told.messageId }, { key: told.messageId, delayMs: told.waitMs });
  return { title: 'Taken', text: `${caseCode(caseId)} is yours. Its card is being posted.` };
});
