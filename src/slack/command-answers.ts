import type { KnownBlock } from '@slack/types';
import type { CaseState, Hold, Severity } from '../db/schema.ts';
import { HELD } from './noise-words.ts';
import { bold, list, paragraph, plain, richText } from './rich-text.ts';
import { count, foreign } from './text.ts';

interface ListedCase {
  id: string;
  title: string;
  state: CaseState;
  severity: Severity;
  owner: string | null;
  hold?: Hold | null;
}

const MAX_ROWS = 20;

export const HELP = [
  '`/cordon cases` lists the open cases.',
  '`/cordon case 42` shows one.',
  'What waits for you is on the Home tab of Cordon.',
].join('\n');

/** The open cases, newest first, in a private answer. */
export function drawCaseList(cases: readonly ListedCase[]): { text: string; blocks: KnownBlock[] } {
  const open = cases.filter(({ state }) => state !== 'closed');
  const title = open.length === 0 ? 'No case is open.' : `${count(open.length, 'open case')}.`;
  const rows = open
    .slice(0, MAX_ROWS)
    .map(({ id, severity, state, title: name, owner, hold }) => [
      bold(`${id} · ${foreign(name, 120)}`),
      plain(
        ` · ${severity} · ${state} · ${owner ? `taken by ${foreign(owner, 40)}` : 'nobody has taken it'}${hold ? ` · ${HELD[hold]}` : ''}`,
      ),
    ]);
  return {
    text: title,
    blocks: [richText(paragraph(plain(title)), ...(rows.length > 0 ? [list('bullet', rows)] : []))],
  };
}
