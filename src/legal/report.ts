import type { CaseView } from '../cases/view.ts';
import type { LegalSettings } from '../config/legal.ts';
import { hasPersonalData, type Scope, scopeOf } from './scope.ts';
import {
  decisionSentences,
  fieldsSentence,
  headline,
  holdSentence,
  momentSentences,
  peopleSentence,
  proposalSentences,
  scopeSentence,
} from './words.ts';

/** The legal side of a case as plain lines, for the command line. Nothing where there is neither personal data nor a record. */
export function legalReport(view: CaseView, settings: LegalSettings): string[] {
  const scope = scopeOf(view);
  const { moments, decisions, hold } = view.legal;
  if (!hasPersonalData(scope) && moments.length === 0 && decisions.length === 0 && !hold) return [];
  return [
    'Legal',
    ...scopeLines(scope),
    ...momentSentences(view),
    ...proposalSentences(view, settings).map(({ words }) => `${words} Proposal for counsel.`),
    ...(settings.regimes.length === 0 ? ['No clock is proposed: legal.regimes in cordon.yaml is empty.'] : []),
    ...decisionSentences(view),
    holdSentence(view),
  ];
}

export const scopeLines = (scope: Scope): string[] =>
  hasPersonalData(scope)
    ? [
        headline(scope),
        ...scope.lines.map(scopeSentence),
        peopleSentence(scope),
        fieldsSentence(scope),
        ...scope.unplaced.map(
          ({ count, from }) => `${count.toLocaleString('en-US')} by ${from}: of what is not known.`,
        ),
        ...scope.unknown.map((gap) => `Not seen: ${gap}`),
      ]
    : ['No personal data was named in this case so far. That does not show that none was read.'];
