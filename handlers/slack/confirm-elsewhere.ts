import type { Context } from '#src/context.ts';
import { takesConfirmation } from '#src/response/confirmation.ts';
import { loadStep } from '#src/response/load-step.ts';
import { LINK_MINUTES, requestStepUp } from '#src/step-up/request-step-up.ts';
import type { ModalAnswer } from './click.ts';

type Asked = Parameters<typeof requestStepUp>[1];

/** Where the policy asks for more than a click: the way to the page on which the yes is confirmed. Undefined where a click is enough. */
export async function confirmElsewhere(ctx: Context, asked: Asked): Promise<ModalAnswer | undefined> {
  if (!takesConfirmation(ctx, await loadStep(ctx, asked.stepId))) return undefined;
  const { url, code } = await requestStepUp(ctx, asked);
  return {
    title: 'Confirm with your key',
    text: `Nothing is counted yet. This takes a confirmation with your own key, on a page of Cordon. It shows the plan ${code} once more; compare the four characters. The link is yours alone, works once, and for ${LINK_MINUTES} minutes.`,
    link: { url, label: 'Open the page' },
  };
}
