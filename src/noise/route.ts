import type { RoutingRule } from '../config/routing.ts';
import type { Detection } from '../detections/detection.ts';

/** What becomes of a detection, with the sentence that says by which rule. */
export type Route =
  | { to: 'case' }
  | { to: 'record'; because: string }
  | { to: 'channel'; channel: string; because: string };

/** The first rule that fits; without one a detection is a case. */
export function routeOf(
  rules: readonly RoutingRule[],
  detection: Pick<Detection, 'source' | 'product' | 'kind' | 'rule'>,
): Route {
  const index = rules.findIndex(({ when }) => fits(when, detection));
  const rule = rules[index];
  if (!rule || rule.to === 'case') return { to: 'case' };
  const because = `kept only, by routing[${index}]${sayWhen(rule.when, detection)}`;
  return rule.to === 'record' ? { to: 'record', because } : { to: 'channel', channel: rule.to.channel, because };
}

type When = RoutingRule['when'];
type Routed = Parameters<typeof routeOf>[1];

const oneOf = (given: readonly string[] | undefined, value: string | undefined): boolean =>
  given === undefined || (value !== undefined && given.includes(value));

const fits = ({ sources, products, techniques, kinds }: When, { source, product, kind, rule }: Routed): boolean =>
  oneOf(sources, source) &&
  oneOf(products, product?.toLowerCase()) &&
  oneOf(kinds, kind) &&
  (techniques === undefined ||
    rule.techniques.some((id) => techniques.some((one) => id === one || id.startsWith(`${one}.`))));

/** " (source edr, product crowdstrike)" */
function sayWhen({ sources, products, techniques, kinds }: When, { source, product, kind, rule }: Routed): string {
  const said = [
    sources && `source ${source}`,
    products && `product ${product}`,
    techniques && `technique ${rule.techniques.join(', ')}`,
    kinds && `kind ${kind}`,
  ].filter(Boolean);
  return said.length > 0 ? ` (${said.join(', ')})` : '';
}
