import type { Notes } from '../../reading/notes.ts';
import { isRecord } from '../sender.ts';

type Fields = Record<string, unknown>;

/**
 * A Security Finding (class 2001, deprecated since 1.1) with its fields where a Detection Finding has them. Its own state is `state_id`, whose
 * numbers mean the same; `status_id` there says whether an operation succeeded.
 */
export function asDetectionFinding(finding: Fields, notes: Notes): Fields {
  notes.add('This is a Security Finding (2001), which OCSF has deprecated since 1.1; send Detection Findings (2004).');
  const { finding: sent, analytic, attacks, state_id: status_id, state: status, ...same } = finding;
  const info = isRecord(sent) ? sent : isRecord(finding.finding_info) ? finding.finding_info : {};
  return { ...same, status_id, status, finding_info: { analytic, attacks, ...info } };
}
