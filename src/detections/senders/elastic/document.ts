import { MOST_ENTRIES, text } from '../../reading/lenient.ts';
import { isRecord } from '../sender.ts';

/**
 * The value at a dotted path of an alert document, where any part of the path may be nested or written flat: `kibana.alert.uuid` is one
 * key in the index, and Kibana nests it when it fills a template.
 */
export function at(document: unknown, path: string): unknown {
  if (!isRecord(document)) return undefined;
  const whole = Object.hasOwn(document, path) ? document[path] : undefined;
  if (whole !== undefined && whole !== null) return whole;
  for (const [head, tail] of cutsOf(path)) {
    const found = Object.hasOwn(document, head) ? at(document[head], tail) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const cuts = new Map<string, readonly (readonly [head: string, tail: string])[]>();

/** Every way to cut a path in two; the paths are a few dozen and ours. */
function cutsOf(path: string): readonly (readonly [head: string, tail: string])[] {
  const known = cuts.get(path);
  if (known) return known;
  const parts = path.split('.');
  const found = parts.slice(1).map((_, index) => {
    const cut = index + 1;
    return [parts.slice(0, cut).join('.'), parts.slice(cut).join('.')] as const;
  });
  cuts.set(path, found);
  return found;
}

/** Every text at a path; in ECS any field may hold several. */
export function words(document: unknown, path: string): string[] {
  const value = at(document, path);
  if (value === undefined) return [];
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  return (Array.isArray(value) ? value : [value]).slice(0, MOST_ENTRIES).flatMap((entry) => text.parse(entry) ?? []);
}

export const word = (document: unknown, path: string): string | undefined => words(document, path)[0];
