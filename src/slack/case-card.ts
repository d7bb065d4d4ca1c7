import type { ActionsBlockElement, Button, ContextBlock, HeaderBlock, KnownBlock, Overflow } from '@slack/types';
import { FIRST } from '../cases/store-detection.ts';
import type { CaseView } from '../cases/view.ts';
import { ACTIONS, caseValue, numbered, stepValue } from './action-ids.ts';
import { caseCodeWord, statusLine, timeline, unseen } from './case-words.ts';
import type { Drawn } from './drawn.ts';
import { moneyClock } from './money-clock.ts';
import { bold, list, paragraph, plain, richText } from './rich-text.ts';
import { buttonLabel, isOpen, openFor, planOf, stepLine, takesMore } from './step-words.ts';
import { clip, count, escapeMrkdwn, foreign, moment, moments } from './text.ts';

const MAX_JOINED = 3;
const MAX_GAPS = 3;
const MAX_REASONS = 4;
const MAX_STEP_BUTTONS = 3;
const MAX_UNDO_BUTTONS = 3;

/** The case in the triage channel: redrawn whole from state, never patched. At most ten blocks. */
export function drawCaseCard(view: CaseView): Drawn {
  const blocks: KnownBlock[] = [
    header(view),
    context(statusLine(view)),
    ...moneyClock(view),
    happened(view),
    ...why(view),
    ...gaps(view),
    ...proposed(view),
    ...buttons(view),
    context(footer(view)),
  ];
  return { text: spoken(view), blocks };
}

const header = (view: CaseView): HeaderBlock => ({
  type: 'header',
  text: { type: 'plain_text', text: foreign(view.title, 150) || view.code, emoji: false },
});

const context = (text: string): ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: clip(text, 2000) }],
});

const happened = (view: CaseView): KnownBlock =>
  richText(paragraph(bold('What happened')), list('bullet', timeline(view)));

function why(view: CaseView): KnownBlock[] {
  if (!view.score || view.score.reasons.length === 0) return [];
  const heaviest = view.score.reasons.toSorted((one, other) => Math.abs(other.points) - Math.abs(one.points));
  const lines = heaviest
    .slice(0, MAX_REASONS)
    .map(({ points, because }) => [
      ...(points === 0 ? [] : [bold(points > 0 ? `+${points} ` : `−${Math.abs(points)} `)]),
      plain(foreign(because, 200)),
    ]);
  return [richText(paragraph(bold(`Why ${view.score.value} of 100`)), list('bullet', lines))];
}

function gaps(view: CaseView): KnownBlock[] {
  const sentences = unseen(view);
  if (sentences.length === 0) return [];
  const hidden = sentences.length - MAX_GAPS;
  const lines = sentences.slice(0, MAX_GAPS).map((sentence) => [plain(sentence)]);
  if (hidden > 0) lines.push([plain(`and ${count(hidden, 'more')} in the thread`.replace('mores', 'more'))]);
  return [richText(paragraph(bold('What we could not see')), list('bullet', lines))];
}

function proposed(view: CaseView): KnownBlock[] {
  if (view.steps.length === 0) return [];
  const title = view.state === 'closed' ? 'What was proposed and done' : 'Proposed, in this order';
  return [richText(paragraph(bold(title)), list('ordered', view.steps.map(stepLine)))];
}

function buttons(view: CaseView): KnownBlock[] {
  const elements: ActionsBlockElement[] = [];
  if (!view.owner && view.state !== 'closed') elements.push(takeButton(view));
  if (view.state !== 'closed') elements.push(...stepButtons(view), ...undoButtons(view));
  elements.push(more(view));
  return [{ type: 'actions', block_id: 'case-actions', elements }];
}

const takeButton = (view: CaseView): Button => ({
  type: 'button',
  action_id: ACTIONS.take,
  text: { type: 'plain_text', text: 'Take the case', emoji: false },
  accessibility_label: `Take ${view.code}`,
  style: 'primary',
  value: caseValue(view.id),
});

/** Only what the people of this channel decide; finance and legal are asked in a direct message of their own. */
const stepButtons = (view: CaseView): Button[] =>
  openFor(view, 'security')
    .slice(0, MAX_STEP_BUTTONS)
    .map((step) => ({
      type: 'button',
      action_id: numbered(ACTIONS.openStep, view.steps.indexOf(step)),
      text: { type: 'plain_text', text: buttonLabel(step), emoji: false },
      accessibility_label: clip(`${foreign(step.title, 55)}: look and decide`, 75),
      value: stepValue({ stepId: step.id, digest: step.digest ?? '' }),
    }));

const undoButtons = (view: CaseView): Button[] =>
  view.steps
    .filter(
      (step) => (step.state === 'contained' || step.state === 'slipped') && planOf(step).undo?.kind === 'reversible',
    )
    .slice(0, MAX_UNDO_BUTTONS)
    .map((step) => ({
      type: 'button',
      action_id: numbered(ACTIONS.openUndo, view.steps.indexOf(step)),
      text: { type: 'plain_text', text: clip(`Undo: ${foreign(step.title, 60)}…`, 75), emoji: false },
      accessibility_label: clip(`Undo: ${foreign(step.title, 60)}`, 75),
      value: stepValue({ stepId: step.id, digest: step.digest ?? '' }),
    }));

/** What is rarer, one press away. */
function more(view: CaseView): Overflow {
  const options =
    view.state === 'closed'
      ? [
          view.mergedInto
            ? option('Take it out again…', `unmerge|${view.id}`)
            : option('Reopen the case…', `reopen|${view.id}`),
        ]
      : [
          ...(openFor(view, 'security').length > 0 ? [option('Decline a step…', `decline|${view.id}`)] : []),
          ...(openFor(view, 'security').some(takesMore) ? [option('Break glass on a step…', `glass|${view.id}`)] : []),
          option('Merge into another case…', `merge|${view.id}`),
          option('Snooze what is like this…', `snooze|${view.id}`),
          option('Close the case…', `close|${view.id}`),
        ];
  return { type: 'overflow', action_id: ACTIONS.more, options };
}

const option = (text: string, value: string) => ({ text: { type: 'plain_text' as const, text, emoji: false }, value });

function footer(view: CaseView): string {
  const joined = view.detections
    .filter(({ joinedBecause }) => joinedBecause !== FIRST)
    .map(({ joinedBecause }) => escapeMrkdwn(foreign(joinedBecause, 100)));
  const earlier =
    joined.length > MAX_JOINED ? [`${count(joined.length - MAX_JOINED, 'earlier one')} in the thread`] : [];
  const parts = [
    ...(joined.length > 0 ? [`Joined because: ${[...joined.slice(-MAX_JOINED), ...earlier].join('; ')}`] : []),
    ...(view.steps.length > 0 ? [`plan ${caseCodeWord(view)}`] : []),
    ...(view.hold && view.holdBecause ? [moments(escapeMrkdwn(foreign(view.holdBecause, 400)))] : []),
    `updated ${moment(view.updatedAt)}`,
    ...(view.state === 'closed' ? [] : ['nothing happens without a yes']),
  ];
  return parts.join(' · ');
}

/** The whole decision in words, for those who do not see the blocks. Holds no personal data beyond the name of the account. */
function spoken(view: CaseView): string {
  const open = view.steps.filter(isOpen).map((step) => foreign(step.title, 80));
  const score = view.score ? `, score ${view.score.value} of 100` : '';
  const asked = open.length > 0 ? ` Proposed: ${open.join('; ')}. Nothing happens without a yes.` : '';
  const end = view.state === 'closed' ? ' The case is closed.' : asked;
  return clip(
    `${view.code}, ${view.severity}${score}: ${escapeMrkdwn(foreign(view.title, 200))}.${escapeMrkdwn(end)}`,
    3000,
  );
}
