import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { CaseView, StepView } from '../cases/view.ts';
import { planCode } from '../response/digest.ts';
import { ACTIONS } from './action-ids.ts';
import type { Drawn } from './drawn.ts';
import { modal, reasonInput } from './modals.ts';
import { at, bold, list, paragraph, plain, richText } from './rich-text.ts';
import { planOf, stepLine } from './step-words.ts';
import { clip, escapeMrkdwn, foreign, moment } from './text.ts';

/** An answer as it was given; the rest is read from the case when the receipt is drawn. */
export const ReceiptDetail = z.object({
  step: z.uuid(),
  vote: z.uuid(),
  choice: z.string(),
  reason: z.string(),
  at: z.string(),
});
type ReceiptDetail = z.infer<typeof ReceiptDetail>;

/** What somebody has answered, privately to them: what it was, what came of it, and the way to say that it was not them. */
export function drawReceipt(detail: ReceiptDetail, view: CaseView): Drawn | undefined {
  const step = view.steps.find(({ id }) => id === detail.step);
  if (!step) return undefined;
  const stands = step.votes.some(({ id }) => id === detail.vote);
  const said = sayChoice(step, detail.choice);
  const title = foreign(step.title, 140);
  const blocks: KnownBlock[] = [
    richText(
      paragraph(plain('You answered '), bold(said), plain(` at `), at(detail.at), plain(`: ${title}`)),
      paragraph(plain(`Your reason: "${foreign(detail.reason, 300)}"`)),
      ...(stands ? [paragraph(...stepLine(step))] : [paragraph(plain('This answer no longer counts.'))]),
    ),
    ...(stands ? [{ type: 'actions' as const, block_id: 'receipt', elements: [notMe(detail, title)] }] : []),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: `${view.code} · plan ${planCode(step.digest ?? '')} · only you see this · updated ${moment(view.updatedAt)}`,
        },
      ],
    },
  ];
  const end = stands ? 'If this was not you, press the button at once.' : 'This answer no longer counts.';
  return { text: clip(escapeMrkdwn(`${view.code}: you answered ${said}: ${title}. ${end}`), 3000), blocks };
}

const notMe = ({ vote }: ReceiptDetail, title: string): Button => ({
  type: 'button',
  action_id: ACTIONS.openRepudiate,
  text: { type: 'plain_text', text: 'This wasn’t me…', emoji: false },
  accessibility_label: clip(`This wasn’t me: ${title}`, 75),
  style: 'danger',
  value: vote,
});

function sayChoice(step: StepView, choice: string): string {
  if (choice === 'approve') return step.kind === 'task' ? 'done by hand' : 'yes';
  if (choice === 'decline') return 'no';
  return foreign(planOf(step).choices?.find(({ id }) => id === choice)?.label ?? choice, 80);
}

/** What saying so does, before it is done. */
export const repudiateModal = (vote: string): ModalView =>
  modal({
    callback: ACTIONS.repudiate,
    title: 'This wasn’t me',
    submit: 'It was not me',
    metadata: vote,
    blocks: [
      richText(
        paragraph(bold('Say so at once, also when you are not sure.')),
        list('bullet', [
          [plain('The answer no longer counts. What was done on it is taken back where it can be.')],
          [plain('Your other open answers fall, and you have no say until a manager gives it back.')],
          [plain('Security is told and a case is opened about your account.')],
        ]),
      ),
      reasonInput('What do you know about it (goes into the record)'),
    ],
  });
