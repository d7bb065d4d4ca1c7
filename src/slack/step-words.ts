import type { CaseView, StepView } from '../cases/view.ts';
import type { RoleName } from '../db/schema.ts';
import { mayBreakGlass } from '../response/break-glass.ts';
import { type Need, sayNeeds } from '../response/needs.ts';
import { StepPlan, StepVerification } from '../response/plan.ts';
import { at, bold, italic, plain, type Run } from './rich-text.ts';
import { count, foreign } from './text.ts';

export const planOf = (step: StepView): StepPlan => StepPlan.parse(step.plan);

/** Somebody may decide it now. */
export const isOpen = (step: StepView): boolean => step.state === 'waiting' && step.digest !== null;

export const openFor = (view: CaseView, role: RoleName): StepView[] =>
  view.steps.filter((step) => isOpen(step) && needsOf(step).some((need) => need.role === role));

/** Whose yes it takes. */
export const needsOf = (step: StepView): readonly Need[] => {
  const { needs } = planOf(step);
  return needs.length > 0 ? needs : [{ role: step.role, count: step.quorum }];
};

/** It takes more than one person and can be taken back: in an emergency one alone may have it done. */
export const takesMore = (step: StepView): boolean =>
  mayBreakGlass({ kind: step.kind, role: step.role, quorum: step.quorum, plan: planOf(step) });

/** "security, 1 yes · can be undone": who decides, how many, and whether it can be taken back. */
export function terms(step: StepView): string {
  const plan = planOf(step);
  const needs = needsOf(step);
  const [only, ...more] = needs;
  if (plan.choices) return `waiting for ${step.role}`;
  if (step.kind === 'task') return `${step.role}, by hand`;
  const yes = step.votes.filter((vote) => vote.choice === 'approve').length;
  const all = needs.reduce((sum, { count: people }) => sum + people, 0);
  const needed = yes > 0 ? `${yes} of ${all} yes` : `${all} yes`;
  const who = more.length > 0 ? sayNeeds(needs) : (only?.role ?? step.role);
  const undo = plan.undo?.kind === 'reversible' ? 'can be undone' : 'cannot be undone';
  const key = plan.takesKey ? `, ${all > 1 ? 'each ' : ''}confirmed with their own key` : '';
  return `${who}, ${needed}${key} · ${undo}`;
}

/** One line of the plan: the step, and where it stands. */
export function stepLine(step: StepView): Run[] {
  return [bold(foreign(step.title, 90)), plain(' · '), ...standing(step)];
}

function standing(step: StepView): Run[] {
  const verification = step.verification ? StepVerification.parse(step.verification) : undefined;
  const last = step.votes.at(-1);
  switch (step.state) {
    case 'waiting':
      return waiting(step);
    case 'blocked':
      return [italic(`by hand: ${foreign(planOf(step).blocked ?? '', 160)}`)];
    case 'preparing':
      return [italic('finding out what it would change')];
    case 'approved':
    case 'running':
      return [plain(`${last ? `yes from ${foreign(last.name, 40)}, ` : ''}working on it`)];
    case 'claimed':
      return [plain('done, now checking')];
    case 'contained':
      return [
        plain('done and checked '),
        ...(verification ? [at(verification.at), plain(`: ${foreign(verification.evidence, 120)}`)] : []),
      ];
    case 'slipped':
      return [
        bold('not fully done: '),
        plain(foreign([verification?.evidence, ...(verification?.residual ?? [])].join('. '), 220)),
      ];
    case 'failed':
      return [bold('did not work: '), plain(foreign(step.outcome ?? '', 240))];
    case 'undoing':
      return [plain('being undone')];
    case 'undone':
      return [plain('undone and checked')];
    case 'declined':
      return [plain(`declined by ${foreign(last?.name ?? 'somebody', 40)}: ${foreign(step.outcome ?? '', 120)}`)];
    case 'decided':
      return decided(step);
    case 'expired':
      return [plain('nobody answered in time; nothing was done')];
    case 'voided':
      return [plain(`no longer needed: ${foreign(step.outcome ?? '', 80)}`)];
  }
}

function waiting(step: StepView): Run[] {
  const late = step.escalatedAt ? [plain(' · '), bold('no answer in time, more people were asked')] : [];
  const until = step.deadlineAt ? [plain(' · by '), at(step.deadlineAt, '{date_short_pretty} {time}')] : [];
  const already = planOf(step).alreadySo ? [plain(' · is already so')] : [];
  return [plain(terms(step)), ...already, ...until, ...late];
}

function decided(step: StepView): Run[] {
  const choice = planOf(step).choices?.find((candidate) => candidate.id === step.outcome);
  const names = step.votes
    .filter((vote) => vote.choice === step.outcome || !choice)
    .map((vote) => foreign(vote.name, 40));
  return [plain(`${names.join(' and ') || 'decided'}: `), bold(choice?.label ?? 'done by hand')];
}

/** What an open step's button says: the step's own verb and object. */
export function buttonLabel(step: StepView): string {
  if (step.kind === 'task') return 'Done by hand…';
  return `${foreign(step.title, 60)}…`;
}

export const votesSoFar = (step: StepView): string =>
  step.votes.length === 0
    ? ''
    : `${count(step.votes.length, 'answer')} so far: ${step.votes.map((vote) => foreign(vote.name, 40)).join(', ')}.`;
