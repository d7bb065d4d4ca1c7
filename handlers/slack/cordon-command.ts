import { listCases } from '#src/cases/list.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { CordonError } from '#src/errors.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { drawCaseCard } from '#src/slack/case-card.ts';
import { drawCaseList, HELP } from '#src/slack/command-answers.ts';
import { quoting } from '#src/slack/text.ts';
import type { SlackDeps, SlackHandler } from './click.ts';

/** `/cordon cases`, `/cordon case 42`, `/cordon help`: the same cases, for security, in a private answer. */
export const cordonCommand: SlackHandler = (app, deps) => {
  app.command('/cordon', async ({ ack, command }) => {
    const answer = await answerTo(deps, command.user_id, command.text.trim()).catch((error: unknown) => {
      if (error instanceof CordonError) return { text: quoting(error.message) };
      deps.ctx.log.error({ err: error }, 'a command failed');
      return { text: 'Cordon could not answer just now. Nothing was changed. Please try again.' };
    });
    await ack({ response_type: 'ephemeral', ...answer });
  });
};

async function answerTo({ ctx }: SlackDeps, user: string, text: string) {
  const [verb = 'help', word = ''] = text.split(/\s+/);
  const id = /^(?:CASE-)?(\d{1,15})$/i.exec(word)?.[1];
  if (verb === 'case' && id) {
    await authorise(ctx, { slackUser: user, role: 'security', concerned: await loadConcerned(ctx, Number(id)) });
    const { text: spoken, blocks } = drawCaseCard(await loadCaseView(ctx, Number(id)));
    return { text: spoken, blocks: blocks.filter(({ type }) => type !== 'actions') };
  }
  if (verb === 'cases') {
    await authorise(ctx, { slackUser: user, role: 'security', concerned: [] });
    return drawCaseList(await listCases(ctx));
  }
  return { text: HELP };
}
