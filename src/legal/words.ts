import type { CaseView } from '../cases/view.ts';
import type { LegalSettings } from '../config/legal.ts';
import type { Moment } from '../db/legal-tables.ts';
import { type Moments, type Proposal, proposeDeadlines } from './deadlines.ts';
import { NOTIFY_CHOICES } from './decide-notification.ts';
import { regimes } from './regimes.ts';
import type { Scope, ScopeLine } from './scope.ts';
import { MOMENTS } from './set-moment.ts';

/** What a moment means, as people choose it. Moments in all sentences here are ISO 8601 in UTC. */
export const MOMENT_TITLES: Readonly<Record<Moment, string>> = {
  detected: 'Detected',
  aware: 'Aware',
  classified: 'Classified',
  material: 'Material',
};

const number = (count: number): string => count.toLocaleString('en-US');

/** "Personal data was probably read: 41,250 Contact records" */
export function headline({ people, lines }: Scope): string {
  if (people) return `Personal data of about ${number(people.count)} people was probably read`;
  const counted = lines.filter(({ likely }) => likely !== null);
  if (counted.length === 0)
    return `Personal data may have been read: ${lines.map(({ object }) => object).join(', ') || 'what is not known'}`;
  const first = counted.slice(0, 2).map(({ object, likely }) => `${number(likely ?? 0)} ${object} records`);
  return `Personal data was probably read: ${first.join(', ')}${counted.length > 2 ? ' and more' : ''}`;
}

/** "Contact (contact details of people), records: low 38,900, likely 41,250, high not known. …" */
export function scopeSentence({ object, dataClass, low, likely, high, given, namedBy }: ScopeLine): string {
  const say = (count: number | null) => (count === null ? 'not known' : number(count));
  const from = given.map((one) => `${number(one.count)} says ${one.from}`).join('; ');
  const who = from || `no number given, named by ${namedBy.join(', ')}`;
  return `${object} (${dataClass}), records: low ${say(low)}, likely ${say(likely)}, high ${say(high)}. ${who}. Country: unknown for all of them.`;
}

export function peopleSentence({ people, lines }: Scope): string {
  if (people) return `About ${number(people.count)} people, says ${people.from}. Where they live is not known.`;
  const why = lines.some(({ likely }) => likely !== null) ? ' Records are not people: one person can have many.' : '';
  return `How many people and where they live is not known.${why}`;
}

export const fieldsSentence = ({ fields }: Scope): string =>
  fields.length > 0
    ? `Fields of people that were asked for: ${fields.join(', ')}.`
    : 'Which fields of people were read is not known.';

export const momentsOf = ({ legal }: Pick<CaseView, 'legal'>): Moments =>
  Object.fromEntries(legal.moments.map(({ moment, at }) => [moment, at]));

/** One sentence for each moment: as set by whom, or that nobody has set it. Cordon proposes only when it was detected. */
export const momentSentences = (view: Pick<CaseView, 'legal' | 'firstSeen' | 'code'>): string[] =>
  MOMENTS.map((moment) => {
    const set = view.legal.moments.find((one) => one.moment === moment);
    if (set) return `${MOMENT_TITLES[moment]}: ${set.at}, set by ${set.by} ("${set.reason}")`;
    const proposal = moment === 'detected' ? ` Proposed: ${view.firstSeen}, the first detection of ${view.code}.` : '';
    return `${MOMENT_TITLES[moment]}: not set.${proposal}`;
  });

export interface ProposalWords {
  proposal: Proposal;
  words: string;
}

/** Every clock of the configured regimes in a sentence; those that run come first, the earliest at the top. */
export function proposalSentences(
  view: Pick<CaseView, 'legal' | 'openedAt' | 'code'>,
  { regimes: chosen }: LegalSettings,
): ProposalWords[] {
  const set = momentsOf(view);
  const assumed = Object.fromEntries(MOMENTS.map((moment) => [moment, view.openedAt]));
  const examples = proposeDeadlines(chosen, { ...assumed, ...set });
  return proposeDeadlines(chosen, set)
    .map((proposal, index) => ({
      proposal,
      words: proposalSentence(proposal, examples[index]?.dueAt ?? null, view.code),
    }))
    .toSorted((one, other) => (one.proposal.dueAt ?? '9').localeCompare(other.proposal.dueAt ?? '9'));
}

function proposalSentence(proposal: Proposal, example: string | null, code: string): string {
  const { name, what, counted, dueAt, endsOn, atTheLatest, from, zone } = proposal;
  const unsure = proposal.status === 'unconfirmed' ? ' Unconfirmed.' : '';
  const bound = atTheLatest ? 'at the latest ' : '';
  const day = endsOn ? `, to the end of ${endsOn} in ${zone}` : '';
  if (dueAt) return `${name}, ${what}: would be due ${bound}${dueAt} (${counted}${day}).${unsure}`;
  if (!example) return `${name}, ${what}: the rule names no number of hours or days.${unsure}`;
  const if_ = `If "${from}" were when ${code} was opened, it would be due ${bound}${example}.`;
  return `${name}, ${what}: ${counted}; "${from}" is not set. ${if_}${unsure}`;
}

/** Every decision in a sentence, the newest last; one that goes on from an earlier one says so. */
export const decisionSentences = ({ legal }: Pick<CaseView, 'legal'>): string[] =>
  legal.decisions.map(({ regime, choice, decidedAt, follows, votes }) => {
    const name = Object.entries(regimes).find(([id]) => id === regime)?.[1].name ?? regime;
    const said = votes
      .map((vote) => `${vote.name}: ${NOTIFY_CHOICES[vote.choice].toLowerCase()}, "${vote.reason}"`)
      .join('; ');
    const before = legal.decisions.find(({ id }) => id === follows);
    const update = before?.decidedAt ? ` Goes on from the decision of ${before.decidedAt}.` : '';
    return choice && decidedAt
      ? `${name}: ${NOTIFY_CHOICES[choice].toLowerCase()}, decided ${decidedAt} (${said}).${update}`
      : `${name}: not decided, too few have said the same so far (${said}).${update}`;
  });

export const holdSentence = ({ legal: { hold } }: Pick<CaseView, 'legal'>): string =>
  hold
    ? `Under a legal hold since ${hold.since}, placed by ${hold.by} ("${hold.reason}"): nothing of it may be deleted.`
    : 'Not under a legal hold.';
