import type { Button, KnownBlock } from '@slack/types';
import type { LegalHomeCase } from '../cases/legal-home.ts';
import { ACTIONS, numbered } from './action-ids.ts';
import { clip, escapeMrkdwn, foreign } from './text.ts';

/** What legal can do about a case; the same on its card and on App Home. */
export function legalButtons({ id, code, held, canDecide }: Omit<LegalHomeCase, 'title' | 'state'>): Button[] {
  const hold = held ? { what: 'lift', words: 'Lift the legal hold…' } : { what: 'hold', words: 'Place a legal hold…' };
  const offered = [
    { what: 'moment', words: 'Set a moment…' },
    { what: 'scope', words: 'Open the scope…' },
    ...(canDecide ? [{ what: 'decide', words: 'Decide…' }] : []),
    hold,
  ];
  return offered.map(({ what, words }, position) => ({
    type: 'button',
    action_id: numbered(ACTIONS.openLegal, position),
    text: { type: 'plain_text', text: words, emoji: false },
    accessibility_label: `${words.replace('…', '')}: ${code}`,
    value: `${what}|${id}`,
  }));
}

/** One of legal's cases on App Home. */
export function legalRow(row: LegalHomeCase): KnownBlock[] {
  const held = row.held ? ' · under a legal hold' : '';
  const title = `*${escapeMrkdwn(foreign(row.title, 150))}*\n${row.code} · ${row.state}${held}`;
  return [
    { type: 'section', text: { type: 'mrkdwn', text: clip(title, 2900) } },
    { type: 'actions', elements: legalButtons(row) },
  ];
}
