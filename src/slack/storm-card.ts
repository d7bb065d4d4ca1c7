import type { KnownBlock } from '@slack/types';
import { caseCode } from '../cases/view.ts';
import type { StormView } from '../noise/load-storm.ts';
import { ACTIONS } from './action-ids.ts';
import type { Drawn } from './drawn.ts';
import { at, bold, list, paragraph, plain, type Run, richText } from './rich-text.ts';
import { count, escapeMrkdwn, foreign } from './text.ts';

/** The one card that stands for the many a storm holds; drawn anew as it goes on. */
export function drawStorm(storm: StormView): Drawn {
  const title = `${count(storm.cases, 'new case')} in ${count(storm.minutes, 'minute')}`;
  const [most] = storm.most;
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    richText(paragraph(...standing(storm))),
    ...lines(
      'Most of them',
      storm.most.map(({ count: n, rule, source }) => `${n} of ${foreign(rule, 120)} from ${foreign(source, 40)}`),
    ),
    ...lines(
      'The worst that wait',
      storm.next.map(({ id, severity, title: name }) => `${caseCode(id)} · ${severity} · ${foreign(name, 120)}`),
    ),
    ...(storm.waiting > 0 ? [take(storm)] : []),
  ];
  const mostly = most ? `; most: ${most.count} of ${foreign(most.rule, 120)} from ${foreign(most.source, 40)}` : '';
  return {
    text: escapeMrkdwn(
      `${title}${mostly}. ${count(storm.waiting, 'case waits', 'cases wait')} for a card. Critical cases are posted.`,
    ),
    blocks,
  };
}

function standing({ beganAt, calmAt, endedAt, held, waiting }: StormView): Run[] {
  const since = [plain('Since '), at(beganAt, '{date_short_pretty} {time}')];
  if (endedAt)
    return [
      bold('It is over. '),
      ...since,
      plain(`, ${count(held, 'case was', 'cases were')} held; none waits any more.`),
    ];
  if (calmAt)
    return [
      bold('It is over. '),
      plain(
        `${count(waiting, 'case')} of ${held} still ${waiting === 1 ? 'waits' : 'wait'}; they are posted one after the other, the worst first.`,
      ),
    ];
  return [
    ...since,
    plain(
      ` there are more new cases than anybody can read. ${count(waiting, 'case is', 'cases are')} kept without a card for now. `,
    ),
    bold('Critical ones are posted as ever. '),
    plain(
      'Nothing is lost: every case is asked about, weighed and listed, and gets its card when it is calm again, or when somebody takes it.',
    ),
  ];
}

const lines = (title: string, words: readonly string[]): KnownBlock[] =>
  words.length === 0
    ? []
    : [
        richText(
          paragraph(bold(title)),
          list(
            'bullet',
            words.map((line) => [plain(line)]),
          ),
        ),
      ];

const take = (storm: StormView): KnownBlock => ({
  type: 'actions',
  block_id: 'storm-actions',
  elements: [
    {
      type: 'button',
      action_id: ACTIONS.openHeld,
      text: { type: 'plain_text', text: 'Take a held case…', emoji: false },
      accessibility_label: 'Choose one of the held cases and take it',
      value: storm.id,
    },
  ],
});
