import type { Detection, Severity } from '../../detection.ts';
import type { Notes } from '../../reading/notes.ts';
import type { SentFinding } from '../../reading/read-finding.ts';
import { byWord } from '../../reading/severity.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import { word, words } from './document.ts';

/** Elastic's risk score goes up to 100, the worst: its own four levels begin here, and what lies below them is for information. */
const LEVELS: readonly { from: number; is: Severity }[] = [
  { from: 99, is: 'critical' },
  { from: 73, is: 'high' },
  { from: 47, is: 'medium' },
  { from: 21, is: 'low' },
  { from: 0, is: 'info' },
];
const WORST = 100;

const RISK = /^\d{1,3}(\.\d+)?$/;

/** The word decides; a risk score stands in where there is none, or none Cordon knows. */
export function readSeverity(
  spoken: string | undefined,
  riskScore: string | undefined,
  notes: Notes,
): SentFinding['severity'] {
  const severity = byWord(spoken);
  const risk = RISK.test(riskScore?.trim() ?? '') ? Number(riskScore) : undefined;
  const byRisk = risk === undefined || risk > WORST ? undefined : LEVELS.find(({ from }) => risk >= from)?.is;
  if (severity.is || !byRisk) return severity;
  const shown = showable(spoken, LONGEST.word, 'severity', notes);
  if (shown) notes.add(`The sender's severity "${shown}" is not one Cordon knows; its risk score is used.`);
  return { is: byRisk, word: `risk score ${risk}` };
}

/** Whether somebody at Elastic has already finished with it. */
export function readStatus(alert: unknown, notes: Notes): Detection['status'] {
  const workflow = word(alert, 'kibana.alert.workflow_status')?.toLowerCase();
  const verdicts = [...words(alert, 'kibana.alert.workflow_tags'), ...words(alert, 'kibana.alert.workflow_reason')];
  if (verdicts.some((verdict) => /^false[ _]positive$/i.test(verdict.trim()))) return 'false-positive';
  if (workflow === 'acknowledged' || workflow === 'in-progress')
    notes.add('At the sender this is already in progress.');
  const hasEnded = workflow === 'closed' || word(alert, 'kibana.alert.status')?.toLowerCase() === 'recovered';
  return hasEnded ? 'closed' : 'new';
}
