import type { Detection } from '../detections/detection.ts';
import { sayKind } from '../detections/kinds.ts';
import type { Chain } from '../playbook.ts';
import type { RelatedDetection } from './chain.ts';
import type { KeyKind } from './identity-keys.ts';

const WHO: Readonly<Record<KeyKind, string>> = {
  transfer: 'same transfer',
  person: 'same person',
  app: 'same app',
  payee: 'same payee',
};
const LONGEST_TITLE = 60;

/** "Okta factors reset", or the sender's own title where no kind is known. */
export function sayDetection({ kind, productName, reportedBy, title }: Detection): string {
  if (!kind) return title.length > LONGEST_TITLE ? `“${title.slice(0, LONGEST_TITLE)}…”` : `“${title}”`;
  return [productName ?? reportedBy, sayKind(kind)].filter(Boolean).join(' ');
}

/** "same person, 14 min after, Okta factors reset → Salesforce bulk export" */
export function sayJoin(kind: KeyKind, nearest: RelatedDetection, joining: RelatedDetection, learned: boolean): string {
  const [first, second] = nearest.at <= joining.at ? [nearest, joining] : [joining, nearest];
  const who = learned ? `${WHO[kind]} by what a vendor’s directory says` : WHO[kind];
  const apart = gap(second.at.getTime() - first.at.getTime());
  const order = joining === second ? 'after' : 'before';
  return `${who}, ${apart === '' ? 'at the same time' : `${apart} ${order}`}, ${first.said} → ${second.said}`;
}

export const sayChain = ({ title }: Chain, path: readonly RelatedDetection[]): string =>
  `${title}: ${path.map(({ said }) => said).join(' → ')}`;

function gap(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return ms < 1000 ? '' : `${Math.round(ms / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
