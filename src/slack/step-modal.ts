import type { KnownBlock, ModalView } from '@slack/types';
import type { CaseView, StepView } from '../cases/view.ts';
import { planCode } from '../response/digest.ts';
import type { StepPlan } from '../response/plan.ts';
import { ACTIONS, choiceValue, stepValue } from './action-ids.ts';
import { modal, reasonInput } from './modals.ts';
import { bold, list, paragraph, plain, type Run, richText, sentence } from './rich-text.ts';
import { planOf, terms, votesSoFar } from './step-words.ts';
import { clip, foreign } from './text.ts';

/** The window a person decides in: target, effect, what breaks, how to undo, and why. Drawn from what the worker read at the vendor. */
export function stepModal(view: CaseView, step: StepView): ModalView {
  const plan = planOf(step);
  const metadata = stepValue({ stepId: step.id, digest: step.digest ?? '' });
  const verb = foreign(step.title, 60).split(' ')[0] || 'Do it';
  return modal({
    callback: ACTIONS.approve,
    title: step.kind === 'task' ? 'Done by hand' : 'Look, then decide',
    submit: step.kind === 'task' ? 'It is done' : verb,
    metadata,
    blocks: [
      ...irreversibleWarning(plan),
      richText(paragraph(bold(`${foreign(step.title, 140)}?`)), list('bullet', effects(plan))),
      ...boundFacts(plan),
      richText(...undoLine(plan), paragraph(...tail(view, step))),
      reasonInput(),
    ],
  });
}

const effects = (plan: StepPlan): Run[][] =>
  [...plan.effects, ...plan.breaks].map((words) => sentence(foreign(words, 400)));

function boundFacts(plan: StepPlan): KnownBlock[] {
  const facts = Object.entries(plan.bound);
  if (facts.length === 0) return [];
  const lines = facts.map(([label, value]) => [bold(`${foreign(label, 60)}: `), plain(foreign(value, 200))]);
  return [richText(paragraph(plain('Your answer counts only while this stays so:')), list('bullet', lines))];
}

/** What cannot be undone says so at the top already. */
const undoLine = (plan: StepPlan) =>
  plan.undo?.kind === 'reversible' ? [paragraph(bold('Undo: '), plain(foreign(plan.undo.words, 300)))] : [];

const tail = (view: CaseView, step: StepView): Run[] => [
  plain(clip(`${view.code} · plan ${planCode(step.digest ?? '')} · ${terms(step)}. ${votesSoFar(step)}`, 400)),
];

/** Alert blocks exist in modals only. */
const irreversibleWarning = (plan: StepPlan): KnownBlock[] =>
  plan.undo?.kind === 'irreversible'
    ? [
        {
          type: 'alert',
          level: 'warning',
          text: { type: 'plain_text', text: clip(`This cannot be undone. ${foreign(plan.undo.words, 160)}`, 200) },
        },
      ]
    : [];

/** The window for one answer to a question: what it means, what it depends on, and why. */
export function choiceModal(view: CaseView, step: StepView, choiceId: string): ModalView {
  const plan = planOf(step);
  const choice = plan.choices?.find((candidate) => candidate.id === choiceId);
  const people =
    choice && choice.quorum > 1
      ? `${choice.quorum} different people have to say this.`
      : 'One person is enough for this.';
  return modal({
    callback: ACTIONS.decide,
    title: 'Your answer',
    submit: choice?.label ?? 'Answer',
    metadata: choiceValue({ stepId: step.id, digest: step.digest ?? '' }, choiceId),
    blocks: [
      richText(
        paragraph(bold(foreign(step.title, 200))),
        list('bullet', [sentence(foreign(choice?.words ?? '', 300)), [plain(people)]]),
      ),
      ...boundFacts(plan),
      richText(paragraph(...tail(view, step))),
      reasonInput('Why, and who you spoke to (goes into the record)'),
    ],
  });
}
