import { z } from 'zod';
import { type JsonPath, parsePath } from './json-path.ts';
import { didYouMean } from './nearest.ts';

/** Where a value comes from: the first of some paths that leads to one, or a constant. */
export type Place = Paths | { value: string };

interface Paths {
  paths: readonly JsonPath[];
}

const LONGEST_PATH = 300;
const MOST_PATHS = 5;
const LIKE_THESE = "Write one like user.email, alerts[0].name or $['key.with.dots'].";

const Path = z.string({ error: ({ input }) => notAPath(input) }).transform((written, { addIssue }): JsonPath => {
  const parsed = parsePath(written);
  if (!('brokenAt' in parsed) && written.length <= LONGEST_PATH) return parsed;
  addIssue({ code: 'custom', message: notAPath(written) ?? '' });
  return z.NEVER;
});

/** What is wrong with a path; undefined when nothing is. */
function notAPath(written: unknown): string | undefined {
  if (typeof written !== 'string') return `must be a path into the sender's JSON. ${LIKE_THESE}`;
  const parsed = parsePath(written);
  if ('brokenAt' in parsed) return `is not a path from character ${parsed.brokenAt} on. ${LIKE_THESE}`;
  return written.length > LONGEST_PATH ? `is longer than ${LONGEST_PATH} characters. Shorten the path.` : undefined;
}

function notPaths(written: readonly unknown[]): string {
  const wrong = written.map(notAPath).findIndex((problem) => problem !== undefined);
  return wrong === -1
    ? `must hold 1 to ${MOST_PATHS} paths, of which the first that leads to a value is taken.`
    : `entry ${wrong + 1} ${notAPath(written[wrong])}`;
}

const One = Path.transform((one): Paths => ({ paths: [one] }));
const Several = z
  .array(Path)
  .min(1)
  .max(MOST_PATHS)
  .transform((several): Paths => ({ paths: several }));
const constant = <Value extends z.ZodType<string, unknown>>(value: Value) =>
  z.strictObject({ value: value.describe('A constant: the same for every finding.') });

const Text = z.union([z.string().trim().min(1).max(200), z.number().transform(String)]);
const FOR_A_CONSTANT = 'For a constant write { value: … }.';

/** One path. */
export const path = (description: string) => Path.describe(description);

/** A path, or several of which the first that leads to a value is taken. */
export const paths = (description: string) =>
  z
    .union([One, Several], { error: ({ input }) => (Array.isArray(input) ? notPaths(input) : notAPath(input)) })
    .describe(description);

/** A path, several, or a constant. */
export const place = (description: string) =>
  z
    .union([One, Several, constant(Text)], {
      error({ input }) {
        if (typeof input === 'string') return `${notAPath(input)} ${FOR_A_CONSTANT}`;
        return Array.isArray(input) ? notPaths(input) : 'must be a path like user.email, or a constant: { value: … }.';
      },
    })
    .describe(description);

/** The same where a constant must be one of Cordon's words. A path spelled like one of them is a constant somebody forgot to mark. */
export const placeOf = <const Words extends readonly [string, ...string[]]>(words: Words, description: string) => {
  const isWord = (written: unknown): written is string => (words as readonly unknown[]).includes(written);
  const Unmistakable = Path.refine(({ text }) => !isWord(text), { abort: true }).transform(
    (one): Paths => ({ paths: [one] }),
  );
  return z
    .union([Unmistakable, Several, constant(z.enum(words))], {
      error({ input }) {
        if (isWord(input))
          return `would be read from a field called ${input}. For a constant write { value: ${input} }; for that field $['${input}'].`;
        if (typeof input === 'string') return notAPath(input);
        if (Array.isArray(input)) return notPaths(input);
        const written = typeof input === 'object' && input !== null && 'value' in input ? String(input.value) : '';
        return `must be a path, or a constant: { value: … } with one of ${words.join(', ')}.${didYouMean(written, words)}`;
      },
    })
    .describe(description);
};
