import { listCases } from '#src/cases/list.ts';
import { type CaseView, caseCode, loadCaseView } from '#src/cases/view.ts';
import type { LegalSettings } from '#src/config/legal.ts';
import { legalReport } from '#src/legal/report.ts';
import { scopeOf } from '#src/legal/scope.ts';
import { proposalSentences } from '#src/legal/words.ts';
import { type Command, caseIdOf, only } from './command.ts';

export const casesListCommand: Command = {
  name: 'cases list',
  says: 'every case, newest first',
  needs: 'database',
  async run(_, ctx) {
    const cases = await listCases(ctx);
    return {
      data: cases,
      lines: cases.map(({ id, state, severity, score, title, quiet, hold }) =>
        [
          id.padEnd(9),
          state.padEnd(13),
          severity.padEnd(8),
          String(score ?? '…').padStart(3),
          hold ? `(${hold})` : quiet ? '(quiet)' : '',
          title,
        ].join(' '),
      ),
    };
  },
};

export const casesShowCommand: Command = {
  name: 'cases show',
  takes: 'CASE',
  says: 'one case with its answers, steps and votes',
  needs: 'database',
  async run(call, ctx) {
    const view = await loadCaseView(ctx, caseIdOf(only(call, 'case')));
    const answers = view.questions.map(({ question, finding }) => {
      const answer =
        finding?.status === 'answered' ? finding.summary : `unknown: ${finding?.reason ?? 'not answered yet'}`;
      return `  ${question} ${answer}`;
    });
    return {
      data: { ...view, id: view.code, legal: legalData(view, ctx.config.legal) },
      lines: [
        `${view.code} · ${view.severity} · ${view.state}${view.score ? ` · score ${view.score.value}` : ''}`,
        view.title,
        ...(view.mergedInto ? [`Part of ${caseCode(view.mergedInto)}`] : []),
        ...(view.hold && view.holdBecause ? [view.holdBecause] : []),
        'Detections',
        ...view.detections.map(
          ({ detection, joinedBecause }) => `  ${detection.occurredAt} ${detection.title} · ${joinedBecause}`,
        ),
        ...view.detections.flatMap(({ ambiguous }) => (ambiguous ? [`  ${ambiguous}`] : [])),
        'Questions',
        ...answers,
        'Could not see',
        ...(view.score?.couldNotSee ?? []).map((gap) => `  ${gap}`),
        'Steps',
        ...view.steps.map((step) => `  ${step.title} · ${step.state}${step.outcome ? ` · ${step.outcome}` : ''}`),
        ...legalReport(view, ctx.config.legal),
      ],
    };
  },
};

/** What legal put on record, with what Cordon proposes beside it. */
const legalData = (view: CaseView, settings: LegalSettings) => ({
  ...view.legal,
  scope: scopeOf(view),
  proposals: proposalSentences(view, settings).map(({ proposal }) => proposal),
});
