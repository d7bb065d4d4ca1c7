import type { CaseView } from '../cases/view.ts';
import { unseen } from './case-words.ts';
import type { Drawn } from './drawn.ts';
import { at, bold, italic, list, paragraph, plain, type Run, richText } from './rich-text.ts';
import { clip, escapeMrkdwn, foreign } from './text.ts';

const MAX_EVENTS = 40;

/** The first message of the thread: every question with its answer or why there is none, what was looked at, and the whole timeline. */
export function drawFindings(view: CaseView): Drawn {
  const events = view.questions
    .flatMap(({ finding }) => (finding?.status === 'answered' ? finding.events : []))
    .toSorted((one, other) => one.when.localeCompare(other.when))
    .slice(-MAX_EVENTS);
  const gaps = unseen(view);
  return {
    text: clip(`${view.code}: ${escapeMrkdwn(view.questions.map(spoken).join(' '))}`, 3000),
    blocks: [
      richText(paragraph(bold('What was asked, and what came back')), list('bullet', view.questions.map(answer))),
      ...(gaps.length > 0
        ? [
            richText(
              paragraph(bold('What we could not see')),
              list(
                'bullet',
                gaps.map((gap) => [plain(gap)]),
              ),
            ),
          ]
        : []),
      ...(events.length > 0 ? [richText(paragraph(bold('Timeline')), list('bullet', events.map(eventLine)))] : []),
    ],
  };
}

function answer({ question, finding }: CaseView['questions'][number]): Run[] {
  const asked = bold(`${foreign(question, 120)} `);
  if (!finding) return [asked, italic('not answered yet')];
  if (finding.status === 'unknown') return [asked, italic(`unknown: ${foreign(finding.reason, 300)}`)];
  const looked = finding.lookedAt
    .map(({ source, rows }) => `${source}, ${rows.toLocaleString('en-US')} rows`)
    .join('; ');
  return [asked, plain(foreign(finding.summary, 400)), ...(looked ? [italic(` (${foreign(looked, 160)})`)] : [])];
}

const eventLine = ({ when, what, where }: { when: string; what: string; where?: string | undefined }): Run[] => [
  at(when, '{date_short_pretty} {time}'),
  plain(` ${foreign(what, 240)}`),
  ...(where ? [italic(`, ${foreign(where, 140)}`)] : []),
];

const spoken = ({ question, finding }: CaseView['questions'][number]): string =>
  finding?.status === 'answered' ? foreign(finding.summary, 300) : `Unknown: ${foreign(question, 120)}`;
