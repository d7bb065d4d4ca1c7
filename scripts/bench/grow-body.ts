/** A body grown to a size, and in what. */
export interface Grown {
  how: string;
  body: Buffer;
}

interface FoundList {
  path: string;
  list: unknown[];
  depth: number;
  length: number;
}

/** The ways in which bodies of a sender grow: more entries in its list, and longer text. Each is as near to so many bytes as whole entries allow. */
export function growBody(example: unknown, bytes: number): Grown[] {
  const [one, other] = [{ whole: structuredClone(example) }, { whole: structuredClone(example) }];
  const list = longestList(one);
  const text = longestText(other);
  return [...(list ? [growList(one, list, bytes)] : []), ...(text ? [growText(other, text, bytes)] : [])];
}

/** The list nearest to the top of the body; of several as near, the one with most in it. */
function longestList(body: unknown): FoundList | undefined {
  const found: FoundList[] = [];
  walk(body, (path, value) => {
    if (Array.isArray(value) && value.length > 0)
      found.push({ path: said(path), list: value, depth: path.length, length: JSON.stringify(value).length });
  });
  const entries = found.filter(({ list }) => typeof list[0] === 'object' && list[0] !== null);
  const [chosen] = (entries.length > 0 ? entries : found).sort(
    (one, other) => one.depth - other.depth || other.length - one.length,
  );
  return chosen;
}

function growList(body: { whole: unknown }, { path, list }: FoundList, bytes: number): Grown {
  const entries = [...list];
  const room = bytes - sizeOf(body.whole);
  for (let size = 0; ; ) {
    const entry = copyOf(entries[list.length % entries.length], list.length);
    size += sizeOf(entry) + 1;
    if (size > room) break;
    list.push(entry);
  }
  return { how: `${list.length} in ${path}`, body: toBytes(body.whole) };
}

const DAY = /^\d{4}-\d\d-\d\d/;
const ID = /^(?=.*\d)[\w-]{8,}$/;

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Another entry of the same form: other ids, people and addresses. */
function copyOf(entry: unknown, number: number): unknown {
  const text = JSON.stringify(entry, (_key, value: unknown) => {
    if (typeof value !== 'string' || DAY.test(value)) return value;
    if (value.includes('@')) return `${number}.${value}`;
    if (IPV4.test(value)) return `198.51.${(number >> 8) % 256}.${number % 256}`;
    return ID.test(value) ? value.slice(0, -4) + number.toString(36).padStart(4, '0') : value;
  });
  return JSON.parse(text);
}

const FOR_WORDS = /(message|desc|description|reason|summary)$/i;

/** The path of the longest text in words, in a field that is there for them if there is one; JSON in a string is no text. */
function longestText(body: unknown): readonly string[] | undefined {
  const found: { path: readonly string[]; length: number }[] = [];
  walk(body, (path, value) => {
    if (typeof value === 'string' && value.includes(' ') && !/^\s*[[{]/.test(value))
      found.push({ path, length: value.length });
  });
  const meant = found.filter(({ path }) => FOR_WORDS.test(path.at(-1) ?? ''));
  const [longest] = (meant.length > 0 ? meant : found).sort((one, other) => other.length - one.length);
  return longest?.path;
}

const WORDS = 'The rule saw more reads than on any day before. ';

function growText(body: { whole: unknown }, path: readonly string[], bytes: number): Grown {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], body);
  const fields = holder as Record<string, string>;
  const room = Math.max(0, bytes - sizeOf(body.whole));
  fields[last] += WORDS.repeat(Math.ceil(room / WORDS.length)).slice(0, room);
  return { how: `longer ${said(path)}`, body: toBytes(body.whole) };
}

function walk(value: unknown, visit: (path: readonly string[], value: unknown) => void, path: string[] = []): void {
  visit(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) walk(child, visit, [...path, key]);
}

/** "data.events"; "the body" for the body itself. */
const said = ([, ...path]: readonly string[]): string => path.join('.') || 'the body';

const toBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
