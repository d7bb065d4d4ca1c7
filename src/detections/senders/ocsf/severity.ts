import type { Detection, Severity } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import { severityOf } from '../../reading/severity.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding } from './schema.ts';

const BY_ID: Readonly<Record<number, Severity>> = {
  1: 'info',
  2: 'low',
  3: 'medium',
  4: 'high',
  5: 'critical',
  6: 'critical',
};

/** The number decides; without a usable one the word does; without either it is medium, and says so. */
export function readSeverity(
  { severity, severity_id }: DetectionFinding,
  notes: Notes,
): Pick<Detection, 'severity' | 'senderSeverity'> {
  const word = showable(severity, LONGEST.word, 'severity', notes);
  const senderSeverity = word ?? (severity_id === undefined ? null : `severity_id ${severity_id}`);
  const byId = BY_ID[severity_id ?? 0];
  const byWord = severityOf(word);
  if (byId && byWord && byId !== byWord)
    notes.add(`The sender's severity is ${byId} by number and ${word} by word; the number is used.`);
  if (byId ?? byWord) return { severity: byId ?? byWord ?? 'medium', senderSeverity };
  const isUnheardOf = word !== undefined && !/^(unknown|other)$/i.test(word);
  notes.add(
    isUnheardOf
      ? `The sender's severity "${word}" is not on a known scale; treated as medium.`
      : 'Severity not given; treated as medium.',
  );
  return { severity: 'medium', senderSeverity };
}

const CLOSED_STATUS: ReadonlySet<number> = new Set([4, 5, 6]);
const SUPPRESSED = 3;
const IN_PROGRESS = 2;
const CLOSED = 3;
const VERDICTS: Readonly<Record<number, { status: Detection['status']; word: string }>> = {
  1: { status: 'false-positive', word: 'a false positive' },
  3: { status: 'closed', word: 'to be disregarded' },
  5: { status: 'closed', word: 'benign' },
  6: { status: 'closed', word: 'a test' },
  10: { status: 'closed', word: 'a duplicate' },
};

/** Whether the sender has already finished with it. */
export function readStatus(
  { status_id, activity_id, verdict_id }: DetectionFinding,
  notes: Notes,
): Detection['status'] {
  const verdict = VERDICTS[verdict_id ?? 0];
  if (verdict) {
    notes.add(`The sender's verdict is that this is ${verdict.word}.`);
    return verdict.status;
  }
  if (status_id === SUPPRESSED) {
    notes.add('The sender reviewed this and suppressed it as benign or a false positive.');
    return 'false-positive';
  }
  if (activity_id === CLOSED || CLOSED_STATUS.has(status_id ?? 0)) return 'closed';
  if (status_id === IN_PROGRESS) notes.add('At the sender this is already in progress.');
  return 'new';
}
