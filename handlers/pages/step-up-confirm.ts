import { count } from '#src/slack/text.ts';
import type { Confirmed } from '#src/step-up/confirm.ts';
import { confirmWithCode } from '#src/step-up/confirm-with-code.ts';
import { confirmWithPasskey } from '#src/step-up/confirm-with-passkey.ts';
import type { PageDeps, PagePost } from './route.ts';
import { Confirm } from './shapes.ts';

/** A voice, confirmed. The last yes starts the work. */
export const stepUpConfirmPost: PagePost = {
  method: 'POST',
  path: '/pages/step-up/confirm',
  async work(deps, body) {
    const { ctx, enqueue, key } = deps;
    const input = Confirm.parse(body);
    if ('response' in input) return finish(deps, await confirmWithPasskey(ctx, input));
    const confirmed = await confirmWithCode(ctx, { ...input, key });
    if (!('refusal' in confirmed)) return finish(deps, confirmed);
    for (const messageId of confirmed.messageIds) await enqueue('deliver-message', { messageId }, { key: messageId });
    throw confirmed.refusal;
  },
};

async function finish({ enqueue }: PageDeps, confirmed: Confirmed) {
  const { caseId, stepId, digest, answer, outcome, voter } = confirmed;
  if (answer === 'yes' && outcome === 'settled')
    await enqueue('run-step', { stepId }, { key: `${stepId}-${digest.slice(0, 12)}` });
  await enqueue('post-case', { caseId }, { key: `${caseId}-${stepId}-${voter.slackUser}-confirmed` });
  return { says: says(confirmed) };
}

function says({ answer, outcome, missing }: Confirmed): string {
  if (answer === 'no') return 'Your no is recorded. The step will not be done.';
  if (outcome === 'counted')
    return `Your yes is recorded. ${count(missing, 'more person has', 'more people have')} to say yes before anything happens.`;
  return 'Your yes is recorded. Cordon does it now, reads back whether it is so, and says it on the card in Slack.';
}
