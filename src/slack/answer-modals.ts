import type { ModalView } from '@slack/types';
import type { CaseView, StepView } from '../cases/view.ts';
import { ACTIONS, stepValue } from './action-ids.ts';
import { answerModal, choiceInput, modal, option, reasonInput } from './modals.ts';
import { at, bold, list, paragraph, plain, richText } from './rich-text.ts';
import { takesMore } from './step-words.ts';
import { foreign } from './text.ts';

const referTo = (step: StepView): string => stepValue({ stepId: step.id, digest: step.digest ?? '' });

/** Somebody who has answered opens the step again: the answer, and the way to take it back. */
export function withdrawModal(step: StepView, vote: StepView['votes'][number]): ModalView {
  const said = vote.choice === 'approve' ? 'yes' : `"${foreign(vote.choice, 40)}"`;
  return modal({
    callback: ACTIONS.withdraw,
    title: 'You have answered',
    submit: 'Take it back',
    metadata: referTo(step),
    blocks: [
      richText(
        paragraph(bold(foreign(step.title, 200))),
        paragraph(plain(`You said ${said} at `), at(vote.at), plain(`: "${foreign(vote.reason, 200)}".`)),
        paragraph(plain('You can take it back until it is carried out. What others answered stands.')),
      ),
      reasonInput(),
    ],
  });
}

/** One person for all: what that means, before it is done. */
export function breakGlassModal(view: CaseView, steps: readonly StepView[]): ModalView {
  const able = steps.filter(takesMore);
  if (able.length === 0) return answerModal('Nothing to do alone', 'No open step takes more than one person.');
  return modal({
    callback: ACTIONS.breakGlass,
    title: 'Break glass',
    submit: 'Do it alone',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(bold('This is done at once, on your word alone.')),
        list('bullet', [
          [plain('It can be taken back, and the facts are checked once more before it is done.')],
          [plain('The thread says that you broke glass. Managers are asked whether it was right.')],
        ]),
      ),
      choiceInput(
        'Which step cannot wait?',
        able.slice(0, 10).map((step) => option(foreign(step.title, 75) || step.key, referTo(step))),
      ),
      reasonInput('Why it cannot wait for the others (goes into the record)'),
    ],
  });
}
