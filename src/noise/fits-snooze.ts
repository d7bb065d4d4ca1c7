import type { Detection } from '../detections/detection.ts';

/** What a snooze is about: a source, and at least one of the other three; whatever is given must hold. */
export interface SnoozeScope {
  source: string;
  /** A rule's id or name, or an ATT&CK analytic, in small letters. */
  rule: string | null;
  /** A key people are recognised by: email:mara.ito@corp.example. */
  person: string | null;
  /** A key apps are recognised by: app:salesforce:my ticket portal. */
  app: string | null;
}

/** What a detection's rule goes by, in small letters. Its ATT&CK technique is none of them: a technique is a whole class of attacks. */
export const ruleWords = ({ rule }: Pick<Detection, 'rule'>): string[] =>
  [rule.uid, rule.name, ...rule.analytics].flatMap((word) => (word ? [word.toLowerCase()] : []));

/**
 * Whether a snooze holds a detection back. Never a critical one, and never one about whoever set it: nobody keeps quiet what is found about
 * themselves.
 */
export function fitsSnooze(
  snooze: SnoozeScope & { setByKey: string | null },
  detection: Pick<Detection, 'source' | 'rule' | 'severity' | 'actor' | 'target'>,
  keys: readonly string[],
): boolean {
  if (detection.severity === 'critical' || snooze.source !== detection.source) return false;
  if (snooze.rule === null && snooze.person === null && snooze.app === null) return false;
  const concerned = [...keys, ...[detection.actor, detection.target].flatMap((one) => emailKey(one?.email))];
  if (snooze.setByKey !== null && concerned.includes(snooze.setByKey)) return false;
  return (
    (snooze.rule === null || ruleWords(detection).includes(snooze.rule)) &&
    (snooze.person === null || keys.includes(snooze.person)) &&
    (snooze.app === null || keys.includes(snooze.app))
  );
}

const emailKey = (email: string | undefined): string[] => (email ? [`email:${email.toLowerCase()}`] : []);
