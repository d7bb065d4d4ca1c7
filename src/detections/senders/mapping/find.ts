import type { Step } from '../../../config/json-path.ts';
import { isRecord } from '../sender.ts';

/** The body of a delivery, and the JSON in its strings that was needed so far, each read once. */
export interface Body {
  json: unknown;
  embedded: Map<string, unknown>;
}

export const bodyOf = (json: unknown): Body => ({ json, embedded: new Map() });

/** Everything a path leads to, in order; of a list at most `most` entries. JSON in a string is walked into like the rest. */
export const findAll = (from: unknown, steps: readonly Step[], body: Body, most: number): unknown[] =>
  steps.reduce<unknown[]>(
    (found, step) => found.flatMap((value) => take(unfold(value, body), step, most)).slice(0, most),
    [from],
  );

function take(from: unknown, step: Step, most: number): readonly unknown[] {
  if (Array.isArray(from)) {
    if (step === 'every') return from.slice(0, most);
    const entry: unknown = 'index' in step ? from.at(step.index) : undefined;
    return entry === undefined ? [] : [entry];
  }
  return step !== 'every' && 'key' in step && isRecord(from) && Object.hasOwn(from, step.key) ? [from[step.key]] : [];
}

/** What a string holds when that is JSON; anything else as it is. */
export function unfold(value: unknown, { embedded }: Body): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  if (!embedded.has(value)) embedded.set(value, parsed(value));
  return embedded.get(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A list, also one written into a string, stands for its entries. */
export function opened(value: unknown, body: Body): unknown[] {
  const unfolded = unfold(value, body);
  return Array.isArray(unfolded) ? unfolded : [value];
}
