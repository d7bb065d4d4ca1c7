import type { KnownBlock } from '@slack/types';
import { type CaseView, caseCode } from '../cases/view.ts';
import type { LegalSettings } from '../config/legal.ts';
import { hasPersonalData, type Scope, scopeOf } from '../legal/scope.ts';
import {
  decisionSentences,
  fieldsSentence,
  headline,
  holdSentence,
  momentSentences,
  peopleSentence,
  proposalSentences,
  scopeSentence,
} from '../legal/words.ts';
import type { Drawn } from './drawn.ts';
import { legalButtons } from './legal-buttons.ts';
import { bold, list, paragraph, plain, type Run, richText, sentence } from './rich-text.ts';
import { clip, count, escapeMrkdwn, foreign, moment, moments } from './text.ts';

const MAX_LINES = 4;
const MAX_CLOCKS = 8;
const MAX_DECISIONS = 6;
const MAX_SPOKEN = 2;

/** Legal's direct message: what was probably read, the moments, the clocks as proposals, and what legal has decided. Redrawn from state. */
export function drawLegal(view: CaseView, settings: LegalSettings): Drawn {
  if (view.mergedInto !== null) return movedOn(view, view.mergedInto);
  const scope = scopeOf(view);
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: foreign(titleOf(scope), 150), emoji: false } },
    richText(paragraph(...line(standing(view, settings)))),
    block('What was read, as far as anybody says', [
      ...shortened(scope.lines.map(scopeSentence), MAX_LINES, 'in the scope'),
      peopleSentence(scope),
      fieldsSentence(scope),
      ...(scope.unknown.length > 0
        ? [`${count(scope.unknown.length, 'thing')} could not be seen; the scope lists what.`]
        : []),
    ]),
    block('Moments', momentSentences(view)),
    block('Clocks, as proposals for counsel', clockLines(view, settings)),
    ...(view.legal.decisions.length > 0 ? [block('Decisions', latest(decisionSentences(view)))] : []),
    ...(view.legal.hold ? [richText(paragraph(...line(holdSentence(view))))] : []),
    { type: 'actions', block_id: 'legal', elements: buttonsOf(view, settings) },
    { type: 'context', elements: [{ type: 'mrkdwn', text: footer(view) }] },
  ];
  return { text: spoken(view, scope, settings), blocks };
}

const titleOf = (scope: Scope): string =>
  hasPersonalData(scope) ? headline(scope) : 'No personal data is named in this case any more';

/** What is asked, and what happens without an answer. */
function standing(view: CaseView, { regimes, quorum }: LegalSettings): string {
  const decided = view.legal.decisions.filter(({ choice }) => choice !== null).length;
  const state = decided === 0 ? 'Nothing is decided.' : `${count(decided, 'decision is', 'decisions are')} on record.`;
  const people = quorum > 1 && regimes.length > 0 ? ` A decision takes ${quorum} different people of legal.` : '';
  return `${state}${people} Whether anybody has to be told is for you to say: Cordon sets no moment, decides nothing and sends no notification. If nobody answers, it stays as it is.`;
}

function clockLines(view: CaseView, settings: LegalSettings): string[] {
  const sentences = proposalSentences(view, settings).map(({ words }) => words);
  if (sentences.length === 0) return ['None: legal.regimes in cordon.yaml is empty. Ask whoever runs Cordon.'];
  return shortened(sentences, MAX_CLOCKS, 'in the scope');
}

function shortened(sentences: readonly string[], most: number, where: string): string[] {
  const hidden = sentences.length - most;
  return [...sentences.slice(0, most), ...(hidden > 0 ? [`and ${hidden} more, ${where}`] : [])];
}

function latest(sentences: readonly string[]): string[] {
  const hidden = sentences.length - MAX_DECISIONS;
  return [...(hidden > 0 ? [`${count(hidden, 'earlier one')} in the scope`] : []), ...sentences.slice(-MAX_DECISIONS)];
}

const line = (text: string): Run[] => sentence(foreign(text, 600));

const block = (title: string, sentences: readonly string[]): KnownBlock =>
  richText(paragraph(bold(title)), list('bullet', sentences.map(line)));

const buttonsOf = ({ id, code, legal }: CaseView, { regimes }: LegalSettings) =>
  legalButtons({ id, code, held: legal.hold !== null, canDecide: regimes.length > 0 });

const footer = (view: CaseView): string =>
  [
    view.code,
    'you see this because you decide on notification',
    'public holidays are not counted',
    `updated ${moment(view.updatedAt)}`,
  ].join(' · ');

/** The whole of it in words, for those who do not see the blocks. */
function spoken(view: CaseView, scope: Scope, settings: LegalSettings): string {
  const clocks = proposalSentences(view, settings);
  const running = clocks.filter(({ proposal }) => proposal.dueAt !== null).map(({ words }) => words);
  const first =
    running.length > 0
      ? `${running.slice(0, MAX_SPOKEN).join(' ')} Proposals for counsel${running.length > MAX_SPOKEN ? `; ${running.length - MAX_SPOKEN} more on the card` : ''}. `
      : `No moment that starts a clock is set. ${clocks[0] ? `${clocks[0].words} Proposal for counsel. ` : ''}`;
  const hold = view.legal.hold ? ' Its evidence is under a legal hold.' : '';
  const words = `${view.code}: ${titleOf(scope)}. ${peopleSentence(scope)} ${standing(view, settings)} ${first}You can set a moment, open the scope, decide, or place a legal hold.${hold}`;
  return moments(escapeMrkdwn(foreign(words, 1_500)));
}

function movedOn(view: CaseView, into: number): Drawn {
  const words = `${view.code} is part of ${caseCode(into)} now; what is to be decided goes on there. What was put on record here stays.`;
  return { text: clip(words, 300), blocks: [richText(paragraph(plain(words)))] };
}
