import { MOST_ENTRIES, text } from '../../reading/lenient.ts';
import { isRecord } from '../sender.ts';
import type { Template } from './schema.ts';

/**
 * The values of one of Datadog's standard attributes ("usr.email"): a signal collects those of all its logs, so there may be several. Where
 * the rule groups by the attribute, only the value of the group: the signal is about that one.
 */
export function attribute({ attributes, group_by: groupBy }: Template, name: string): string[] {
  const group = texts(groupBy?.[`@${name}`]);
  return group.length > 0 ? group : texts(nested(attributes, name.split('.')));
}

function nested(value: unknown, [step, ...further]: readonly string[]): unknown {
  if (step === undefined) return value;
  return isRecord(value) && Object.hasOwn(value, step) ? nested(value[step], further) : undefined;
}

const texts = (value: unknown): string[] => {
  const values = Array.isArray(value) ? value.slice(0, MOST_ENTRIES) : [value];
  return [...new Set(values.flatMap((one) => text.parse(one) ?? []))];
};
