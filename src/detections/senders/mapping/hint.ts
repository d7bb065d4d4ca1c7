import { type JsonPath, type Step, spellSteps } from '../../../config/json-path.ts';
import { nearest } from '../../../config/nearest.ts';
import { LONGEST, tame } from '../../reading/text.ts';
import { isRecord } from '../sender.ts';
import { type Body, findAll, unfold } from './find.ts';

/** Enough to find a slip of the pen; a stranger's body must not keep a worker comparing. */
const MOST_KEYS = 50;
const LONGEST_KEY = 40;

/** A sentence on what was probably meant by a path that led nowhere, or nothing. `from`: where the path begins. */
export function hint({ steps }: JsonPath, from: unknown, body: Body): string {
  const depth = steps.findIndex((_, index) => findAll(from, steps.slice(0, index + 1), body, 1).length === 0);
  const step = steps[depth];
  if (step === undefined || step === 'every' || !('key' in step)) return '';
  const before = steps.slice(0, depth);
  const [parent] = findAll(from, before, body, 1).map((value) => unfold(value, body));
  const spelled = (path: readonly Step[]) => spell(path, from === body.json);
  if (Array.isArray(parent)) return aboutList(before.length === 0 ? undefined : spelled(before));
  if (!isRecord(parent)) return '';
  const dotted = withDots(steps.slice(depth), parent);
  if (dotted) return ` The dots belong to the key: write ${spelled([...before, ...dotted])}.`;
  const keys = Object.keys(parent).filter((key) => key.length <= LONGEST_KEY);
  const meant = tame(nearest(step.key.slice(0, LONGEST_KEY), keys.slice(0, MOST_KEYS)) ?? '', LONGEST.word);
  return meant ? ` Did you mean ${meant}?` : '';
}

const aboutList = (where: string | undefined): string =>
  where === undefined
    ? ' That begins at a list. Where its entries are findings, write list: $.'
    : ` ${where} is a list. Write ${where}[0] for its first entry, or list: ${where} where its entries are findings.`;

/** In YAML a path that begins with a bracket is a list unless it is quoted. */
function spell(steps: readonly Step[], fromBody: boolean): string {
  const path = spellSteps(steps);
  if (fromBody) return path;
  return path.startsWith('$[') ? `"${path.slice(1)}"` : path.slice(2);
}

/** The same steps with some joined into one key, where there is such a key. */
function withDots(steps: readonly Step[], parent: Record<string, unknown>): Step[] | undefined {
  const keys = steps.map((step) => (step !== 'every' && 'key' in step ? step.key : undefined));
  const end = keys.indexOf(undefined);
  for (let length = end === -1 ? keys.length : end; length > 1; length -= 1) {
    const key = keys.slice(0, length).join('.');
    if (Object.hasOwn(parent, key)) return [{ key }, ...steps.slice(length)];
  }
  return undefined;
}
