import type { InputBlock, ModalView } from '@slack/types';
import { type CaseView, caseCode } from '../cases/view.ts';
import type { StormView } from '../noise/load-storm.ts';
import { LONGEST_DAYS } from '../noise/set-snooze.ts';
import { snoozeChoices } from '../noise/snooze-choices.ts';
import { ACTIONS } from './action-ids.ts';
import { answerModal, choiceInput, modal, option, reasonInput } from './modals.ts';
import { bold, list, paragraph, plain, richText } from './rich-text.ts';
import { count, foreign } from './text.ts';

/** Where a window keeps the moment a person chooses. */
export const UNTIL = { block: 'until', action: 'until' } as const;
const HOUR_MS = 60 * 60 * 1000;
const MOST_CHOICES = 10;

/** What of the case's detections can be kept quiet, until when, and why. The narrowest choice of the newest detection comes first. */
export function snoozeModal(view: CaseView, now: Date): ModalView {
  const choices = view.detections
    .toReversed()
    .flatMap(({ id, detection }) => snoozeChoices(detection).map((choice) => ({ ...choice, detection: id })));
  const once = [...new Map(choices.toReversed().map((choice) => [choice.about, choice])).values()].toReversed();
  if (once.length === 0)
    return answerModal(
      'Nothing to snooze',
      'Its detections name no rule, no person and no app, and a whole source cannot be snoozed.',
    );
  return modal({
    callback: ACTIONS.snooze,
    title: 'Snooze',
    submit: 'Snooze',
    metadata: String(view.id),
    blocks: [
      richText(
        paragraph(bold(`${view.code}: ${foreign(view.title, 150)}`)),
        list('bullet', [
          [plain('This case stays as it is. Later ones that fit are kept without a card, and listed.')],
          [plain('Anything critical is posted all the same, and so is what is about yourself.')],
          [plain('The channel is told now, and when it ends, with the number of cases it held back.')],
        ]),
      ),
      choiceInput(
        'What should be quiet?',
        once
          .slice(0, MOST_CHOICES)
          .map(({ about, detection, id }) => option(foreign(about, 75) || id, `${detection}|${id}`)),
      ),
      untilInput(now),
      reasonInput(),
    ],
  });
}

const untilInput = (now: Date): InputBlock => ({
  type: 'input',
  block_id: UNTIL.block,
  label: { type: 'plain_text', text: `Until when (at most ${LONGEST_DAYS} days)`, emoji: false },
  element: {
    type: 'datetimepicker',
    action_id: UNTIL.action,
    initial_date_time: (Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS + 24 * HOUR_MS) / 1000,
  },
});

/** Which of the cases a storm holds somebody takes now. */
export function heldModal(storm: StormView): ModalView {
  if (storm.next.length === 0)
    return answerModal('Nothing is held', 'No case waits any more. The summary is being redrawn.');
  const hidden = storm.waiting - storm.next.length;
  return modal({
    callback: ACTIONS.takeHeld,
    title: 'Take a held case',
    submit: 'Take the case',
    metadata: storm.id,
    blocks: [
      richText(
        paragraph(
          plain(
            hidden > 0
              ? `The worst ${storm.next.length} of ${storm.waiting}; ${count(hidden, 'more is', 'more are')} on the Home tab and in /cordon cases.`
              : 'It gets its card at once, and is yours.',
          ),
        ),
      ),
      choiceInput(
        'Which one?',
        storm.next.map(({ id, severity, title }) =>
          option(`${caseCode(id)} ${severity}: ${foreign(title, 50)}`, String(id)),
        ),
      ),
    ],
  });
}
