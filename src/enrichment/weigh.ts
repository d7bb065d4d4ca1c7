import type { Finding, Score } from '../cases/finding.ts';
import type { Severity } from '../db/schema.ts';
import type { Facts, Playbook } from '../playbook.ts';

/** A question of the round with its stored answer. */
export interface AskedQuestion {
  query: string;
  question: string;
  finding: Finding;
}

/** What stays open, the same reason told once. */
export function openQuestions(findings: readonly AskedQuestion[]): string[] {
  const open = findings.flatMap(({ question, finding }) =>
    finding.status === 'unknown' ? [{ question, reason: finding.reason }] : [],
  );
  return [...Map.groupBy(open, ({ reason }) => reason)].map(([reason, questions]) =>
    questions.length === 1
      ? `${questions[0]?.question} ${reason}`
      : `${questions.length} questions stay open. ${reason}`,
  );
}

const LONGEST_STORY = 40;
const OLDEST_STORY_MS = 30 * 24 * 60 * 60 * 1000;

/** The events that matter for this threat, oldest first, each once. */
export function tell(playbook: Playbook, findings: readonly AskedQuestion[], { firstSeen }: Facts): Score['story'] {
  const since = new Date(firstSeen.getTime() - OLDEST_STORY_MS).toISOString();
  const told = findings.flatMap(({ query, finding }) =>
    finding.status === 'answered' && playbook.tells.some(({ id }) => id === query) ? finding.events : [],
  );
  const once = new Map(
    told
      .filter(({ when }) => when >= since)
      .map((event) => [`${event.when}|${event.what}|${event.where ?? ''}`, event]),
  );
  return [...once.values()].toSorted((one, other) => one.when.localeCompare(other.when)).slice(-LONGEST_STORY);
}

export function weighAll(
  playbook: Playbook,
  facts: Facts,
  couldNotSee: string[],
  unanswered: number,
): Omit<Score, 'story'> {
  const weighed = playbook.weigh.flatMap((rule) => rule(facts) ?? []);
  const reasons = unanswered > 0 ? [...weighed, openReason(unanswered, facts)] : weighed;
  const total = reasons.reduce((sum, reason) => sum + reason.points, 0);
  return { value: Math.round(Math.min(100, Math.max(0, total))), reasons, couldNotSee };
}

/** A low score with open questions is no all-clear: the sender's word stands until they are answered. */
const openReason = (unanswered: number, facts: Facts) => ({
  points: 0,
  because: `${unanswered} ${unanswered === 1 ? 'question has' : 'questions have'} no answer; until then the sender's severity counts (${senderSeverity(facts)})`,
});

const RANK = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const worse = (one: Severity, other: Severity): Severity =>
  RANK.indexOf(one) >= RANK.indexOf(other) ? one : other;
export const senderSeverity = ({ detections }: Facts): Severity =>
  detections.map(({ severity }) => severity).reduce(worse, 'info');

export function severityOf(value: number): 'low' | 'medium' | 'high' | 'critical' {
  if (value >= 80) return 'critical';
  if (value >= 60) return 'high';
  return value >= 30 ? 'medium' : 'low';
}
