import type { Chain, ChainLink } from '../playbook.ts';
import type { KeyKind } from './identity-keys.ts';

/** A stored detection as correlation sees it. */
export interface RelatedDetection {
  id: string;
  caseId: number | null;
  at: Date;
  kind: string | null;
  product: string | null;
  /** "Okta factors reset" */
  said: string;
  keys: readonly { kind: KeyKind; key: string }[];
}

const MINUTE = 60_000;

/** The chain's links in order of time, with `current` among them; undefined when it is not complete. */
export function matchChain(
  chain: Chain,
  detections: readonly RelatedDetection[],
  current: RelatedDetection,
): RelatedDetection[] | undefined {
  const fitting = chain.links.map((link) => detections.filter((one) => fits(link, one)));
  if (fitting.some((found) => found.length === 0)) return undefined;
  return extend(chain, fitting, current, []);
}

function extend(
  chain: Chain,
  fitting: readonly (readonly RelatedDetection[])[],
  current: RelatedDetection,
  path: readonly RelatedDetection[],
): RelatedDetection[] | undefined {
  const link = chain.links[path.length];
  if (!link) return path.some(({ id }) => id === current.id) ? [...path] : undefined;
  for (const next of fitting[path.length] ?? []) {
    if (!continues(chain, link, path, next)) continue;
    const complete = extend(chain, fitting, current, [...path, next]);
    if (complete) return complete;
  }
  return undefined;
}

const fits = ({ kinds, products }: ChainLink, { kind, product }: RelatedDetection): boolean =>
  kind !== null &&
  (kinds as readonly string[]).includes(kind) &&
  (products === undefined || (product !== null && products.includes(product)));

function continues(chain: Chain, link: ChainLink, path: readonly RelatedDetection[], next: RelatedDetection): boolean {
  const [first] = path;
  const last = path.at(-1);
  if (!first || !last) return true;
  const inTime = next.at >= last.at && next.at.getTime() - first.at.getTime() <= chain.withinMinutes * MINUTE;
  return inTime && path.every(({ id }) => id !== next.id) && path.some((one) => shares(one, next, link.by));
}

export const shares = (one: RelatedDetection, other: RelatedDetection, by: readonly KeyKind[]): boolean =>
  one.keys.some(({ kind, key }) => by.includes(kind) && other.keys.some((known) => known.key === key));

/** What spares a complete chain: one of `unless.kinds` about the same one, in time after the last link. */
export const isSpared = (
  { unless }: Chain,
  path: readonly RelatedDetection[],
  detections: readonly RelatedDetection[],
): boolean => {
  const last = path.at(-1);
  if (!unless || !last) return false;
  const until = last.at.getTime() + unless.withinMinutes * MINUTE;
  return detections.some(
    (one) =>
      (unless.kinds as readonly string[]).includes(one.kind ?? '') &&
      one.at >= last.at &&
      one.at.getTime() <= until &&
      shares(one, last, ['person', 'app', 'payee']),
  );
};

/** The longest time two links of any chain may be apart. */
export const longestMinutes = (chains: readonly Chain[]): number =>
  Math.max(0, ...chains.map(({ withinMinutes, unless }) => withinMinutes + (unless?.withinMinutes ?? 0)));
