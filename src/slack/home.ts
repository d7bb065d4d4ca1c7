import type { HomeView, KnownBlock } from '@slack/types';
import type { LegalHomeCase } from '../cases/legal-home.ts';
import type { CaseState, Hold, Severity } from '../db/schema.ts';
import { ACTIONS, numbered, stepValue } from './action-ids.ts';
import { legalRow } from './legal-buttons.ts';
import { HELD } from './noise-words.ts';
import { clip, escapeMrkdwn, foreign, moment } from './text.ts';

export interface HomeCase {
  code: string;
  title: string;
  state: CaseState;
  severity: Severity;
  openedAt: string;
  owner: string | null;
  hold: Hold | null;
  link: string | null;
}

export interface HomeStep {
  code: string;
  stepId: string;
  digest: string;
  title: string;
  deadlineAt: string | null;
  /** A question is answered in its direct message, where the choices are. */
  isQuestion: boolean;
}

const MAX_ROWS = 15;

/** App Home for one person: what waits for them first, then their cases, then everybody's. */
export function drawHome(input: {
  waiting: HomeStep[];
  mine: HomeCase[];
  team: HomeCase[];
  legal?: LegalHomeCase[];
}): HomeView {
  const legal = input.legal ?? [];
  return {
    type: 'home',
    blocks: [
      heading('Waiting for you'),
      ...(input.waiting.length > 0 ? input.waiting.slice(0, MAX_ROWS).map(stepRow) : [note('Nothing waits for you.')]),
      ...(legal.length > 0 ? [heading('Personal data: for legal'), ...legal.flatMap(legalRow)] : []),
      heading('Your cases'),
      ...(input.mine.length > 0 ? input.mine.slice(0, MAX_ROWS).map(caseRow) : [note('You have taken no open case.')]),
      heading('Open cases'),
      ...(input.team.length > 0 ? input.team.slice(0, MAX_ROWS).map(caseRow) : [note('No case is open.')]),
    ],
  };
}

const heading = (text: string): KnownBlock => ({ type: 'header', text: { type: 'plain_text', text, emoji: false } });
const note = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text, emoji: false }],
});
const safe = (text: string, max: number): string => escapeMrkdwn(foreign(text, max));

function stepRow(step: HomeStep, position: number): KnownBlock {
  const until = step.deadlineAt ? ` · by ${moment(step.deadlineAt, '{date_short_pretty} {time}')}` : '';
  const where = step.isQuestion ? ' · answer it in the direct message from Cordon' : '';
  const text = `*${safe(step.title, 150)}*\n${step.code}${until}${where}`;
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: clip(text, 2900) },
    ...(step.isQuestion
      ? {}
      : {
          accessory: {
            type: 'button' as const,
            action_id: numbered(ACTIONS.openStep, position),
            text: { type: 'plain_text' as const, text: 'Look and decide…', emoji: false },
            accessibility_label: clip(`Look and decide: ${foreign(step.title, 50)}`, 75),
            value: stepValue({ stepId: step.stepId, digest: step.digest }),
          },
        }),
  };
}

function caseRow(row: HomeCase): KnownBlock {
  const code = row.link ? `<${row.link}|${row.code}>` : row.code;
  const owner = row.owner ? `taken by ${safe(row.owner, 60)}` : 'nobody has taken it';
  const held = row.hold ? ` · ${HELD[row.hold]}` : '';
  const text = `*${safe(row.title, 150)}*\n${code} · ${row.severity} · ${row.state} · opened ${moment(row.openedAt, '{date_short_pretty} {time}')} · ${owner}${held}`;
  return { type: 'section', text: { type: 'mrkdwn', text: clip(text, 2900) } };
}
