import { actorName } from './actor-name.ts';
import type { Drawn } from './drawn.ts';
import { LEGAL_TELLERS } from './legal-words.ts';
import { NOISE_TELLERS } from './noise-words.ts';
import { at, bold, paragraph, plain, type Run, richText, sentence } from './rich-text.ts';
import { confirmedWith } from './step-up-words.ts';
import { clip, escapeMrkdwn, foreign, moments } from './text.ts';

export interface StoryEntry {
  at: string;
  actor: unknown;
  what: string;
  detail: Record<string, unknown>;
}

type Teller = (who: string, detail: Record<string, unknown>) => string;

const text = (value: unknown, max = 240): string => (typeof value === 'string' ? foreign(value, max) : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((item) => text(item)).filter(Boolean) : [];
const because = (detail: Record<string, unknown>): string => (text(detail.reason) ? `: "${text(detail.reason)}"` : '');

/** What of the journal is worth a line in the thread, and its words. Everything else stays in the record only. */
const TELLERS: Readonly<Record<string, Teller>> = {
  ...NOISE_TELLERS,
  ...LEGAL_TELLERS,
  'case.joined': (_, detail) => `Another detection joined this case: ${text(detail.because)}`,
  'case.merged': (who, detail) =>
    `${text(detail.from)} is part of ${text(detail.into)} now (${who}): ${text(detail.because)}`,
  'case.merged-away': (who, detail) => `This goes on in ${text(detail.into)} (${who}): ${text(detail.because)}`,
  'case.unmerged': (who, detail) =>
    `${who} took ${text(detail.from)} out of ${text(detail.into)} again${because(detail)}`,
  'case.taken': (who) => `${who} took the case`,
  'case.closed': (who, detail) => `${who} closed the case: "${text(detail.note)}"`,
  'case.reopened': (who, detail) => `${who} reopened the case${because(detail)}`,
  'step.voted': (who, detail) =>
    `${who} answered "${choiceWords(detail)}"${confirmedWith(detail)} on ${text(detail.title)}; ${text(String(detail.missing))} more needed${because(detail)}`,
  'step.approved': (who, detail) =>
    `${who} said yes${confirmedWith(detail)} to: ${text(detail.title)}${because(detail)}`,
  'vote.repudiated': (_, detail) =>
    `${text(detail.name)} says that the answer to ${text(detail.title)} was not theirs. ${text(detail.words)} They have no say until a manager gives it back; ${text(detail.about)} looks into it.`,
  'rights.restored': (_, detail) => `${text(detail.person)} may decide again`,
  'vote.withdrawn': (who, detail) => `${who} took an answer back on ${text(detail.title)}${because(detail)}`,
  'glass.broken': (_, detail) =>
    `${text(detail.by)} broke glass and did this alone: ${text(detail.title)}. Managers are asked whether that was right. Reason: "${text(detail.reason)}"`,
  'step.declined': (who, detail) => `${who} declined: ${text(detail.title)}${because(detail)}`,
  'step.decided': (who, detail) => `${who} answered "${choiceWords(detail)}": ${text(detail.title)}${because(detail)}`,
  'step.contained': (_, detail) => `${text(detail.title)}: checked, it is so. ${text(detail.evidence)}`,
  'step.slipped': (_, detail) =>
    `${text(detail.title)}: checked, and it is not fully so. ${[text(detail.evidence), ...texts(detail.residual)].join(' ')}`,
  'step.failed': (_, detail) => `${text(detail.title)} did not work. ${text(detail.reason, 400)}`,
  'step.changed': (_, detail) =>
    texts(detail.changed).length > 0
      ? `${text(detail.title)}: the facts changed, earlier answers no longer count. ${texts(detail.changed).join(' ')}`
      : '',
  'approvals.voided': (_, detail) =>
    `${text(detail.title)}: the answers so far no longer count${because(detail)}. Nothing was done.`,
  'step.expired': (_, detail) => `Nobody answered in time: ${text(detail.title)}. Nothing was done.`,
  'step.escalated': (_, detail) =>
    `Nobody answered in time: ${text(detail.title)}. Deputies were asked and managers told. ${text(detail.silence)}`,
  'undo.requested': (who, detail) => `${who} asked to take back: ${text(detail.title)}${because(detail)}`,
  'undo.failed': (_, detail) =>
    `${text(detail.title)} could not be taken back, so it still stands. ${text(detail.reason, 400)}`,
  'step.undone': (_, detail) => `${text(detail.title)}: taken back and checked. ${text(detail.evidence)}`,
};

const choiceWords = (detail: Record<string, unknown>): string => text(detail.label);

/** One event of the case as one line of its thread; undefined when it is not worth one. */
export function drawThreadLine(entry: StoryEntry): Drawn | undefined {
  const said = TELLERS[entry.what]?.(actorName(entry.actor), entry.detail);
  if (!said) return undefined;
  const runs: Run[] = [at(entry.at), plain(' '), ...(isPersons(entry.what) ? [bold(said)] : sentence(said))];
  return { text: clip(moments(escapeMrkdwn(said)), 3000), blocks: [richText(paragraph(...runs))] };
}

/** The names of journal entries that become thread lines. */
export const STORY: readonly string[] = Object.keys(TELLERS);

const isPersons = (what: string): boolean =>
  ['step.approved', 'step.decided', 'step.declined', 'step.slipped', 'step.failed', 'undo.failed'].includes(what);
