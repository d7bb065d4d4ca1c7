import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { RESOLUTIONS } from '../cases/states.ts';
import type { CaseView, StepView } from '../cases/view.ts';
import { ACTIONS, stepValue } from './action-ids.ts';
import { bold, list, paragraph, plain, richText } from './rich-text.ts';
import { planOf } from './step-words.ts';
import { clip, foreign, quoting } from './text.ts';

/** Where modals keep the reason a person gives; the same everywhere, so that one reader serves all. */
export const REASON = { block: 'reason', action: 'reason' } as const;
export const CHOICE = { block: 'choice', action: 'choice' } as const;
const MAX_REASON = 500;

interface ModalParts {
  callback: string;
  title: string;
  submit: string;
  metadata: string;
  blocks: KnownBlock[];
}

export const modal = ({ callback, title, submit, metadata, blocks }: ModalParts): ModalView => ({
  type: 'modal',
  callback_id: callback,
  private_metadata: metadata,
  title: { type: 'plain_text', text: clip(title, 24), emoji: false },
  submit: { type: 'plain_text', text: clip(submit, 24), emoji: false },
  close: { type: 'plain_text', text: 'Cancel', emoji: false },
  blocks,
});

export const reasonInput = (label = 'Why (goes into the record)'): InputBlock => ({
  type: 'input',
  block_id: REASON.block,
  label: { type: 'plain_text', text: label, emoji: false },
  element: { type: 'plain_text_input', action_id: REASON.action, multiline: true, max_length: MAX_REASON },
});

export const choiceInput = (label: string, options: PlainTextOption[]): InputBlock => ({
  type: 'input',
  block_id: CHOICE.block,
  label: { type: 'plain_text', text: label, emoji: false },
  element: { type: 'radio_buttons', action_id: CHOICE.action, options },
});

export const option = (text: string, value: string, description?: string): PlainTextOption => ({
  text: { type: 'plain_text', text: clip(text, 75), emoji: false },
  value,
  ...(description ? { description: { type: 'plain_text', text: clip(description, 75), emoji: false } } : {}),
});

export const declineModal = (view: CaseView, steps: readonly StepView[]): ModalView => {
  if (steps.length === 0)
    return answerModal('Nothing to decline', 'No step of yours is open any more. The card is being redrawn.');
  return modal({
    callback: ACTIONS.decline,
    title: 'Decline a step',
    submit: 'Decline the step',
    metadata: String(view.id),
    blocks: [
      choiceInput(
        'Which step should not be done?',
        steps
          .slice(0, 10)
          .map((step) =>
            option(foreign(step.title, 75) || step.key, stepValue({ stepId: step.id, digest: step.digest ?? '' })),
          ),
      ),
      reasonInput(),
    ],
  });
};

export const undoModal = (step: StepView): ModalView => {
  const plan = planOf(step);
  return modal({
    callback: ACTIONS.undo,
    title: 'Take it back?',
    submit: 'Undo',
    metadata: stepValue({ stepId: step.id, digest: step.digest ?? '' }),
    blocks: [
      richText(
        paragraph(bold(`Undo: ${foreign(step.title, 100)}`)),
        list('bullet', [
          [plain(foreign(plan.undo?.words ?? '', 200))],
          [plain('Cordon restores the state it stored before, and reads back that it is so.')],
          [plain('If the account is still in the wrong hands, this lets them back in.')],
        ]),
      ),
      reasonInput(),
    ],
  });
};

export const closeModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.close,
    title: 'Close the case',
    submit: 'Close the case',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(bold(`${view.code}: ${foreign(view.title, 150)}`)),
        paragraph(plain('Steps nobody has decided are withdrawn. What was contained stays contained.')),
      ),
      choiceInput(
        'How did it end?',
        Object.entries(RESOLUTIONS).map(([id, words]) => option(words, id)),
      ),
      reasonInput('How do you know (goes into the record)'),
    ],
  });

export const reopenModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.reopen,
    title: 'Reopen the case',
    submit: 'Reopen',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(
          plain(`${view.code} is taken up again: the questions are asked anew and open steps are offered again.`),
        ),
      ),
      reasonInput(),
    ],
  });

/** After a modal's work: the answer stays in the same window, so that nobody wonders. */
export const answerModal = (title: string, text: string, link?: { url: string; label: string }): ModalView => ({
  type: 'modal',
  title: { type: 'plain_text', text: clip(title, 24), emoji: false },
  close: { type: 'plain_text', text: 'Close', emoji: false },
  blocks: [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: clip(quoting(text), link ? 2000 : 3000) + way(link), verbatim: true },
    },
  ],
});

/** A link of Cordon's own making, never somebody else's. */
const way = (link: { url: string; label: string } | undefined): string => (link ? `\n<${link.url}|${link.label}>` : '');
