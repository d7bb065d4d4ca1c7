import type { Detection } from '#src/detections/detection.ts';
import { NotFound } from '#src/errors.ts';
import { joinPlaybooks, type Playbook } from '#src/playbook.ts';
import { chains } from './chains.ts';
import { connectedAppExfiltration } from './connected-app-exfiltration.ts';
import { unknownDetection } from './unknown-detection.ts';
import { vendorBankChange } from './vendor-bank-change.ts';

/** Every playbook, in the order in which they are asked whether a detection is theirs. */
export const playbooks: readonly Playbook[] = [connectedAppExfiltration, vendorBankChange, unknownDetection];

/** What correlation goes by. */
export const rules = { playbooks, chains };

/** Takes what nobody else took. */
export const fallback = unknownDetection;

/** The playbook a detection belongs to: by its kind first, else by ATT&CK ids, else the one for what nobody knows. */
export function playbookFor(detection: Detection): Playbook {
  const { kind, rule } = detection;
  const named = playbooks.find(({ when }) => when !== 'fallback' && kind !== undefined && when.kinds.includes(kind));
  if (named) return named;
  const known = playbooks.find(
    ({ when }) =>
      when !== 'fallback' &&
      (rule.analytics.some((id) => when.analytics.includes(id)) ||
        rule.techniques.some((id) => when.techniques.includes(id))) &&
      (when.products.length === 0 || when.products.includes(detection.product ?? '')),
  );
  return known ?? fallback;
}

const joined = new Map<string, Playbook>();

/** The playbook a case is worked with; several are written "one+other". */
export function playbookOf(id: string): Playbook {
  const known = joined.get(id);
  if (known) return known;
  const [first, ...more] = id.split('+').map(onePlaybook);
  const playbook = first && more.length > 0 ? joinPlaybooks([first, ...more]) : first;
  joined.set(id, playbook ?? fallback);
  return playbook ?? fallback;
}

function onePlaybook(id: string): Playbook {
  const found = playbooks.find((playbook) => playbook.id === id);
  if (!found)
    throw new NotFound(
      'unknown-playbook',
      `There is no playbook "${id}" any more; its cases can be closed, but not worked on.`,
    );
  return found;
}
