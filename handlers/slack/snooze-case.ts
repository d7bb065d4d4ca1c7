import { loadCaseView } from '#src/cases/view.ts';
import { InvalidInput } from '#src/errors.ts';
import { setSnooze, snoozeCode } from '#src/noise/set-snooze.ts';
import { snoozeChoices } from '#src/noise/snooze-choices.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { slackModal } from './click.ts';

/** Keeps back, for a while, the cards of what is like this case. */
export const snoozeCaseModal = slackModal(
  ACTIONS.snooze,
  async ({ ctx, enqueue, user, metadata, choice, reason, until }) => {
    const caseId = parseCaseValue(metadata);
    const concerned = await loadConcerned(ctx, caseId);
    const { name, person } = await authorise(ctx, { slackUser: user, role: 'security', concerned });
    const [detectionId, parts] = choice.split('|');
    const view = await loadCaseView(ctx, caseId);
    const detection = view.detections.find(({ id }) => id === detectionId)?.detection;
    const chosen = detection && snoozeChoices(detection).find(({ id }) => id === parts);
    if (!chosen || !until) throw new InvalidInput('no-choice', 'Choose what should be quiet, and until when.');
    const by = { name, key: `email:${person}` };
    const actor = { kind: 'slack-user' as const, team: ctx.config.slack.team, user, name };
    const { id, notices } = await setSnooze(ctx, { ...chosen, until, reason, by, caseId, actor });
    for (const messageId of notices) await enqueue('deliver-message', { messageId }, { key: messageId });
    await enqueue('post-case', { caseId }, { key: `${caseId}-${snoozeCode(id)}` });
    return {
      title: 'Snoozed',
      text: `${snoozeCode(id)} is set, and the channel is told. It can be ended earlier: cordon snooze end ${snoozeCode(id)}`,
    };
  },
);
