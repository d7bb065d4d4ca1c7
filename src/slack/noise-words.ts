import type { Hold } from '../db/schema.ts';
import { STEP_UP_NOTICES } from './step-up-words.ts';
import { count, foreign } from './text.ts';

/** Why a case has no card, in a word. */
export const HELD: Readonly<Record<Hold, string>> = {
  snooze: 'no card: snoozed',
  storm: 'no card yet: storm',
  canary: 'a canary',
};

type Detail = Record<string, unknown>;
type Teller = (who: string, detail: Detail) => string;

const word = (value: unknown, max = 240): string => (typeof value === 'string' ? foreign(value, max) : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

const snoozeSet: Teller = (who, detail) =>
  `${who} snoozed ${word(detail.about)} until ${word(detail.until)}: "${word(detail.reason, 500)}". What it holds back is kept without a card; anything critical is posted all the same. ${word(detail.code)}`.trim();

/** Of the journal of a case: why it had no card, and why it has one after all. */
export const NOISE_TELLERS: Readonly<Record<string, Teller>> = {
  'case.held': (_, detail) => `Kept without a card at first. ${word(detail.because, 800)}`,
  'case.released': (_, detail) => `Posted now: ${word(detail.because)}`,
  'snooze.set': snoozeSet,
};

/** Lines that belong to no case. Moments in them are ISO 8601 in UTC. */
export const NOTICE_TELLERS: Readonly<Record<string, Teller>> = {
  ...STEP_UP_NOTICES,
  'snooze.set': snoozeSet,
  'snooze.ended': (who, detail) => {
    const reason = word(detail.reason, 500);
    const end = reason ? `${who} ended ${word(detail.code)} early: "${reason}".` : `${word(detail.code)} is over.`;
    return `${end} It was about ${word(detail.about)}. ${heldBack(detail)}`;
  },
  'source.silent': (_, detail) => {
    const { source, ever, by } = detail;
    const name = word(source);
    const long = duration(number(detail.usual));
    const usual = by === 'set' ? `told after ${long}, as cordon.yaml says` : `${long} is the longest that is usual`;
    const since =
      ever === false
        ? `Nothing has ever arrived from ${name}`
        : `Nothing has arrived from ${name} since ${word(detail.since)}`;
    return `${since}: ${duration(number(detail.minutes))} of silence (${usual}). Perhaps nothing happened there; perhaps it cannot reach Cordon. Look at the sender; Cordon's own side is tried with: cordon canary send --source ${name}`;
  },
  'source.back': (_, detail) =>
    `${word(detail.source)} is back: the first delivery after ${word(detail.silentSince)} arrived ${word(detail.at)}.`,
  'source.limited': (_, detail) =>
    `${word(detail.source)} sends more than ${count(number(detail.perMinute), 'delivery', 'deliveries')} a minute. What is above that is answered with 429 and when to come back; a sender that tries again loses nothing. What was accepted is stored and worked on. If so much is usual, raise sources.${word(detail.source)}.rate.per_minute.`,
  'detection.routed': (_, detail) => {
    const about = [word(detail.severity), word(detail.product)].filter(Boolean).join(', ');
    return `From ${word(detail.source)}: ${word(detail.title)} (${about}). No case was opened: ${word(detail.because)}.`;
  },
};

function heldBack({ cases, detections, posted }: Detail): string {
  if (number(cases) === 0) return 'It held back nothing.';
  const after = number(posted) > 0 ? `; ${count(number(posted), 'of them was', 'of them were')} posted after all` : '';
  const what = `${count(number(cases), 'case')} with ${count(number(detections), 'detection')}`;
  return `It held back ${what}${after}. They stay as they are and are in the list of cases.`;
}

/** "3 h 20 min" */
export function duration(minutes: number): string {
  if (minutes < 60) return `${Math.round(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (hours < 48) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
}
