import type { Detection } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { byWord } from '../../reading/severity.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { Row } from './row.ts';

/** Whether Enterprise Security wrote the row: a finding, which was called a notable event before version 8. */
export const isFinding = ({ event_id, rule_name, rule_title, urgency, security_domain }: Row): boolean =>
  (event_id?.includes('@@') ?? false) ||
  ((rule_name ?? rule_title) !== undefined && (urgency ?? security_domain) !== undefined);

/** Urgency is severity weighed with how important the person and the systems are, so it says more. */
export function readUrgency({ urgency, severity }: Row, notes: Notes): SentFinding['severity'] {
  const urgent = byWord(urgency);
  if (!urgent.is) return byWord(severity ?? urgency);
  const word = showable(severity, LONGEST.word, 'severity', notes);
  if (word && word.toLowerCase() !== urgency?.toLowerCase()) {
    notes.add(
      `Splunk's severity is "${word}"; with the priority of the people and systems in it, its urgency is "${urgency}".`,
    );
  }
  return urgent;
}

/** Splunk's own codes, as far as a customer has not changed them. */
const CLOSED: ReadonlySet<string> = new Set(['4', '5', 'resolved', 'closed']);
const FALSE_POSITIVE: ReadonlySet<string> = new Set(['disposition:3', 'disposition:4']);
const UNDECIDED = /^(undetermined|unassigned|disposition:\d+)$/i;

export function readStatus(row: Row, notes: Notes): Detection['status'] {
  const disposition = row.disposition_label ?? row.disposition;
  const isFalse = FALSE_POSITIVE.has(row.disposition ?? '') || /^false[ _]positive/i.test(disposition ?? '');
  if (isFalse) return 'false-positive';
  const shown = showable(disposition, LONGEST.word, 'disposition', notes);
  if (shown && !UNDECIDED.test(shown)) notes.add(`Splunk's disposition of it is "${shown}".`);
  return CLOSED.has((row.status_label ?? row.status)?.trim().toLowerCase() ?? '') ? 'closed' : 'new';
}
