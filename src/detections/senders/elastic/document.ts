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
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(document, head) ? at(document[head], path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every text at a path; in ECS any field may hold several. */
export function words(document: unknown, path: string): string[] {
  const value = at(document, path);
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).slice(0, MOST_ENTRIES).flatMap((entry) => text.parse(entry) ?? []);
}

export const word = (document: unknown, path: string): string | undefined => words(document, path)[0];
