import type { Detection } from '../../detection.ts';
import { readAnalytics, readTechniques } from '../../reading/attack.ts';
import type { Notes } from '../../reading/notes.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding } from './schema.ts';

/** What fired, and the ATT&CK ids it goes with; the more exact sub-technique stands for its technique. */
export function readRule({ finding_info: info }: DetectionFinding, notes: Notes): Detection['rule'] {
  const { analytic, related_analytics, attacks } = info;
  const name = showable(analytic?.name, LONGEST.name, 'rule name', notes);
  const uid = showable(analytic?.uid, LONGEST.name, 'rule id', notes);
  const attackVersion = showable(
    attacks.find(({ version }) => version)?.version,
    LONGEST.word,
    'ATT&CK version',
    notes,
  );
  const claimed = attacks.flatMap((attack) => attack.sub_technique?.uid ?? attack.technique?.uid ?? []);
  return {
    ...(name && { name }),
    ...(uid && { uid }),
    techniques: readTechniques(claimed, notes),
    analytics: readAnalytics([analytic, ...related_analytics].flatMap((one) => [one?.uid, one?.name])),
    ...(attackVersion && { attackVersion }),
  };
}
