/** One step into JSON: a key, a place in a list (from its end when negative), or every entry of a list. */
export type Step = { key: string } | { index: number } | 'every';

/**
 * A path into JSON: the part of JSONPath (RFC 9535) that names values and computes nothing, with `$.` left out where it is not meant.
 * `user.email`, `alerts[0].name`, `alerts[*].id`, `$['key.with.dots']`.
 */
export interface JsonPath {
  text: string;
  /** It begins with $: at the whole body, where a body holds a list of findings. */
  fromBody: boolean;
  steps: readonly Step[];
}

const KEY = String.raw`\.(?<key>[A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*)`;
const PLACE = String.raw`\[(?:(?<index>0|-?[1-9]\d{0,5})|(?<every>\*))\]`;
const QUOTED = String.raw`\['(?<single>(?:[^'\\]|\\['\\])*)'\]|\["(?<double>(?:[^"\\]|\\["\\])*)"\]`;
const STEP = new RegExp(`${KEY}|${PLACE}|${QUOTED}`, 'uy');

/** Reads a path, or says at which character (the first is 1) it stops being one. */
export function parsePath(text: string): JsonPath | { brokenAt: number } {
  const fromBody = text.startsWith('$');
  const isBare = !fromBody && !text.startsWith('[');
  const line = isBare ? `.${text}` : text;
  const steps: Step[] = [];
  let at = fromBody ? 1 : 0;
  while (at < line.length) {
    STEP.lastIndex = at;
    const step = STEP.exec(line);
    if (!step) return { brokenAt: isBare ? Math.max(at, 1) : at + 1 };
    steps.push(readStep(step.groups ?? {}));
    at = STEP.lastIndex;
  }
  return steps.length === 0 && !fromBody ? { brokenAt: 1 } : { text, fromBody, steps };
}

function readStep({ key, index, every, single, double }: Record<string, string | undefined>): Step {
  if (every !== undefined) return 'every';
  if (index !== undefined) return { index: Number(index) };
  return { key: key ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1') };
}

/** The path as it would be written from the body: `$.alerts[0]['key.with.dots']`. */
export function spellSteps(steps: readonly Step[]): string {
  return steps.reduce<string>((line, step) => {
    if (step === 'every') return `${line}[*]`;
    if ('index' in step) return `${line}[${step.index}]`;
    return /^[A-Za-z_]\w*$/.test(step.key)
      ? `${line}.${step.key}`
      : `${line}['${step.key.replaceAll(/['\\]/g, '\\$&')}']`;
  }, '$');
}
