import type { InputBlock, ModalView } from '@slack/types';
import type { CaseView } from '../cases/view.ts';
import type { LegalSettings } from '../config/legal.ts';
import type { Moment } from '../db/legal-tables.ts';
import { NOTIFY_CHOICES } from '../legal/decide-notification.ts';
import { regimes } from '../legal/regimes.ts';
import { scopeLines } from '../legal/report.ts';
import { scopeOf } from '../legal/scope.ts';
import { MOMENTS } from '../legal/set-moment.ts';
import { decisionSentences, holdSentence, MOMENT_TITLES, momentSentences, proposalSentences } from '../legal/words.ts';
import { ACTIONS } from './action-ids.ts';
import { answerModal, CHOICE, choiceInput, modal, option, reasonInput } from './modals.ts';
import { UNTIL } from './noise-modals.ts';
import { bold, list, paragraph, plain, richText, sentence } from './rich-text.ts';
import { foreign } from './text.ts';

const MAX_LINES = 60;
const line = (text: string, max = 500) => sentence(foreign(text, max));
const title = (view: CaseView) => paragraph(bold(`${view.code}: ${foreign(view.title, 150)}`));

const MEANS: Readonly<Record<Moment, string>> = {
  detected: 'when it was discovered, noticed, or first suspected',
  aware: 'reasonably certain that personal data was affected',
  classified: 'assessed: a breach, major, notifiable',
  material: 'found material for investors',
};

/** When something was so. The window proposes no time by itself: leaving it must not set anything. */
export const momentModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.setMoment,
    title: 'Set a moment',
    submit: 'Set the moment',
    metadata: String(view.id),
    blocks: [
      richText(
        title(view),
        list('bullet', [
          ...momentSentences(view).map((words) => line(words)),
          [
            plain(
              'Clocks are computed anew from what you set. A later setting supersedes this one; both stay in the record.',
            ),
          ],
        ]),
      ),
      choiceInput(
        'Which moment?',
        MOMENTS.map((moment) => option(MOMENT_TITLES[moment], moment, MEANS[moment])),
      ),
      whenInput(),
      reasonInput('How you know (goes into the record)'),
    ],
  });

const whenInput = (): InputBlock => ({
  type: 'input',
  block_id: UNTIL.block,
  label: { type: 'plain_text', text: 'When was it so?', emoji: false },
  hint: { type: 'plain_text', text: 'In your own time zone; not a time ahead.', emoji: false },
  element: { type: 'datetimepicker', action_id: UNTIL.action },
});

/** Everything: where each number comes from, what could not be seen, every clock with what it does not count, every decision. */
export function scopeModal(view: CaseView, settings: LegalSettings): ModalView {
  const clocks = proposalSentences(view, settings).map(
    ({ words, proposal: { notCounted, note, zone, source, status } }) =>
      `${words} ${note ?? ''} ${notCounted.join(' ')} Calendar of ${zone}. Status: ${status}. Source: ${source}`,
  );
  const parts = [
    { name: 'What was read, and who says so', lines: scopeLines(scopeOf(view)) },
    { name: 'How it was found, and what was stopped', lines: foundAndStopped(view) },
    { name: 'Moments', lines: momentSentences(view) },
    { name: 'Clocks, as proposals for counsel', lines: clocks },
    { name: 'Decisions', lines: decisionSentences(view) },
    { name: 'Legal hold', lines: [holdSentence(view)] },
    {
      name: 'What Cordon does not know',
      lines: [
        'Whether the data was encrypted, whether you are controller or processor, and how large the harm may be.',
      ],
    },
  ];
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Scope', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [
      richText(title(view)),
      ...parts
        .filter(({ lines }) => lines.length > 0)
        .map(({ name, lines }) =>
          richText(
            paragraph(bold(name)),
            list(
              'bullet',
              lines.slice(0, MAX_LINES).map((words) => line(words, 900)),
            ),
          ),
        ),
    ],
  };
}

function foundAndStopped(view: CaseView): string[] {
  const senders = [...new Set(view.detections.map(({ detection }) => detection.source))];
  const stopped = view.steps.filter(({ state }) => state === 'contained');
  return [
    `Found by ${senders.join(', ') || 'nobody any more'}; detections from ${view.firstSeen} to ${view.lastSeen}.`,
    ...stopped.map(({ title: what, startedAt }) => `${what}: done ${startedAt ?? ''} and checked.`),
    ...(stopped.length === 0 ? ['Nothing was contained so far.'] : []),
  ];
}

export function decideModal(view: CaseView, settings: LegalSettings): ModalView {
  if (settings.regimes.length === 0)
    return answerModal('Nothing to decide on', 'legal.regimes in cordon.yaml is empty. Ask whoever runs Cordon.');
  const quorum =
    settings.quorum > 1
      ? `It is a decision once ${settings.quorum} different people of legal say the same.`
      : 'Your word is the decision.';
  return modal({
    callback: ACTIONS.decideNotification,
    title: 'Decide',
    submit: 'Put on record',
    metadata: String(view.id),
    blocks: [
      richText(
        title(view),
        list('bullet', [
          [plain(quorum)],
          [
            plain(
              'Cordon sends no notification. It keeps who decided what, when and why, and a later word goes on from it.',
            ),
          ],
          ...decisionSentences(view)
            .slice(-5)
            .map((words) => line(words)),
        ]),
      ),
      regimeInput(settings),
      reasonInput('Why (goes into the record)'),
    ],
  });
}

/** Regime and answer in one choice, so that neither can be left at what stood there before. */
const regimeInput = (settings: LegalSettings): InputBlock => ({
  type: 'input',
  block_id: CHOICE.block,
  label: { type: 'plain_text', text: 'Under which regime, and what?', emoji: false },
  element: {
    type: 'static_select',
    action_id: CHOICE.action,
    option_groups: settings.regimes.map((id) => ({
      label: { type: 'plain_text', text: regimes[id].name, emoji: false },
      options: Object.entries(NOTIFY_CHOICES).map(([choice, words]) =>
        option(`${regimes[id].name}: ${words.toLowerCase()}`, `${id}|${choice}`),
      ),
    })),
  },
});

export const holdModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.placeHold,
    title: 'Place a legal hold',
    submit: 'Place the hold',
    metadata: String(view.id),
    blocks: [
      richText(
        title(view),
        list('bullet', [
          [plain('The database refuses to delete its deliveries, detections, answers and messages, whoever asks.')],
          [plain('It holds in Cordon only. What Slack and the products keep, and for how long, is set there.')],
          [plain('Undo: lift it, any time, by legal.')],
        ]),
      ),
      reasonInput(),
    ],
  });

export const liftModal = (view: CaseView): ModalView =>
  modal({
    callback: ACTIONS.liftHold,
    title: 'Lift the legal hold',
    submit: 'Lift the hold',
    metadata: String(view.id),
    blocks: [
      richText(
        title(view),
        list('bullet', [line(holdSentence(view)), [plain('After this it may be deleted as anything else.')]]),
      ),
      reasonInput(),
    ],
  });
