import { createHash } from 'node:crypto';
import { RESOLUTIONS } from '../cases/states.ts';
import { type CaseView, caseCode } from '../cases/view.ts';
import { planCode } from '../response/digest.ts';
import { HELD } from './noise-words.ts';
import { at, italic, plain, type Run } from './rich-text.ts';
import { count, foreign, moment } from './text.ts';

const MAX_EVENTS = 8;

/** What happened, oldest first: what the playbook tells, or the detections' own words while nothing is known yet. */
export function timeline(view: CaseView): Run[][] {
  const events = view.score?.story ?? [];
  if (events.length === 0) return view.detections.slice(-MAX_EVENTS).map(detectionLine);
  const shown = events
    .slice(-MAX_EVENTS)
    .map(({ when, what, where }) => [
      at(when, isRecent(when, view.lastSeen) ? '{time}' : '{date_short_pretty} {time}'),
      plain(` ${foreign(what, 200)}`),
      ...(where ? [italic(`, ${foreign(where, 120)}`)] : []),
    ]);
  const hidden = events.length - shown.length;
  return hidden > 0 ? [[italic(`${count(hidden, 'earlier event')} in the thread`)], ...shown] : shown;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const isRecent = (when: string, lastSeen: string): boolean =>
  new Date(lastSeen).getTime() - new Date(when).getTime() < DAY_MS / 2;

const detectionLine = ({ detection }: CaseView['detections'][number]): Run[] => [
  at(detection.occurredAt, '{date_short_pretty} {time}'),
  plain(` ${foreign(detection.message ?? detection.title, 300)}`),
];

/** What is not known, in sentences; empty when nothing is known to be missing. */
export function unseen(view: CaseView): string[] {
  const gaps = view.score?.couldNotSee ?? [];
  const unsure = view.detections.flatMap(({ ambiguous }) => ambiguous ?? []);
  const notes = view.detections.flatMap(({ detection }) => detection.notes);
  return [...new Set([...unsure, ...gaps, ...notes])].map((sentence) => foreign(sentence, 240));
}

/** "CASE-42 · critical · score 87 · opened 09:14 · nobody has taken it yet", as mrkdwn. */
export function statusLine(view: CaseView): string {
  const score = view.score ? `score ${view.score.value} of 100` : 'being looked into';
  const owner = view.owner ? `taken by <@${view.owner.slackUser}>` : 'nobody has taken it yet';
  const state = view.state === 'new' ? owner : `${view.state} · ${owner}`;
  const end = view.state === 'closed' ? `closed: ${resolutionWords(view)}` : state;
  const held = view.hold ? [HELD[view.hold]] : [];
  return [view.code, view.severity, score, `opened ${moment(view.openedAt)}`, ...held, end].join(' · ');
}

export const resolutionWords = (view: CaseView): string =>
  view.mergedInto
    ? `it goes on in ${caseCode(view.mergedInto)}`
    : (Object.entries(RESOLUTIONS).find(([id]) => id === view.resolution)?.[1] ?? 'ended').toLowerCase();

/** One short code over every open plan of the case: it changes when any of them does. */
export function caseCodeWord(view: CaseView): string {
  const digests = view.steps.map((step) => step.digest ?? '').join('|');
  return planCode(createHash('sha256').update(digests).digest('hex'));
}
