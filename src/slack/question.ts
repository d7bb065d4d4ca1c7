import type { Button, KnownBlock } from '@slack/types';
import type { CaseView, StepView } from '../cases/view.ts';
import { planCode } from '../response/digest.ts';
import { ACTIONS, choiceValue, numbered, stepValue } from './action-ids.ts';
import type { Drawn } from './drawn.ts';
import { at, bold, paragraph, plain, type Run, richText, sentence } from './rich-text.ts';
import { buttonLabel, planOf, stepLine, votesSoFar } from './step-words.ts';
import { clip, escapeMrkdwn, foreign, moment } from './text.ts';

/**
 * The direct message to somebody who has to decide: only their question, the deadline, and what silence means. A manager who is only told
 * that nobody answered gets the same without buttons.
 */
export function drawQuestion(view: CaseView, step: StepView, reader: 'asked' | 'told' = 'asked'): Drawn {
  const open = step.state === 'waiting' && step.digest !== null;
  const plan = planOf(step);
  const words = [...plan.effects, ...plan.breaks];
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: foreign(step.title, 150) || view.code, emoji: false } },
    ...(words.length > 0 ? [richText(...words.map((line) => paragraph(...sentence(foreign(line, 400)))))] : []),
    ...(open
      ? [...stillOpen(step), ...(reader === 'asked' ? [answerButtons(step)] : [])]
      : [richText(paragraph(...stepLine(step)))]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: footer(view, step, reader) }] },
  ];
  const asked = open ? `${foreign(plan.effects[0] ?? '', 300)} ${silence(step)}` : 'This has been answered.';
  return {
    text: clip(`${view.code}: ${escapeMrkdwn(foreign(step.title, 200))} ${escapeMrkdwn(asked)}`.trim(), 3000),
    blocks,
  };
}

const silence = (step: StepView): string => foreign(planOf(step).silence ?? 'If nobody answers, nothing is done.', 300);

function stillOpen(step: StepView): KnownBlock[] {
  const runs: Run[] = [plain(silence(step))];
  if (step.deadlineAt) runs.unshift(bold('By '), at(step.deadlineAt, '{date_short_pretty} {time}'), plain('. '));
  const votes = votesSoFar(step);
  if (votes) runs.push(plain(` ${votes}`));
  return [richText(paragraph(...runs))];
}

function answerButtons(step: StepView): KnownBlock {
  const ref = { stepId: step.id, digest: step.digest ?? '' };
  const choices = planOf(step).choices;
  const elements: Button[] = choices
    ? choices.map((choice, position) => ({
        type: 'button',
        action_id: numbered(ACTIONS.openStep, position),
        text: { type: 'plain_text', text: clip(`${choice.label}…`, 75), emoji: false },
        accessibility_label: clip(`${choice.label}: ${foreign(step.title, 40)}`, 75),
        value: choiceValue(ref, choice.id),
      }))
    : [
        {
          type: 'button',
          action_id: numbered(ACTIONS.openStep, 0),
          text: { type: 'plain_text', text: buttonLabel(step), emoji: false },
          accessibility_label: clip(`${foreign(step.title, 55)}: look and decide`, 75),
          value: stepValue(ref),
          ...(planOf(step).undo?.kind === 'irreversible' ? { style: 'danger' as const } : {}),
        },
        {
          type: 'button',
          action_id: ACTIONS.openDecline,
          text: { type: 'plain_text', text: "Don't do this…", emoji: false },
          accessibility_label: clip(`Do not do this: ${foreign(step.title, 50)}`, 75),
          value: stepValue(ref),
        },
      ];
  return { type: 'actions', block_id: 'answers', elements };
}

const footer = (view: CaseView, step: StepView, reader: 'asked' | 'told'): string =>
  [
    view.code,
    `plan ${planCode(step.digest ?? '')}`,
    reader === 'asked'
      ? `you see this because you are in the role ${step.role}`
      : `you are told because nobody in ${step.role} answered in time; only they can decide, so please reach one of them`,
    `updated ${moment(view.updatedAt)}`,
  ].join(' · ');
