import { z } from 'zod';

/** What is there in the wrong form counts as not there: one bad field must not cost the detection. */
export const maybe = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined);

/** Text, or a number as text; blank text and the dashes templates leave count as not there. */
export const text = maybe(
  z.union([z.string(), z.number().transform(String)]).transform((value) => (value.trim() === '' ? undefined : value)),
);

/** A small whole number, also as text. */
export const number = maybe(
  z.union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^\d{1,4}$/)
      .transform(Number),
  ]),
);

/** A number or text that may be one; read further by `readCount`, `readAmount` or `readMoment`. */
export const measure = maybe(z.union([z.string(), z.number()]));

/** Senders of thousands of entries are read as far as a person would read. */
export const MOST_ENTRIES = 50;

/** A list of what could be read; a single thing counts as a list of one. */
export const list = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .transform((value): z.output<Schema>[] => {
      const entries = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
      return entries.slice(0, MOST_ENTRIES).flatMap((entry) => schema.safeParse(entry).data ?? []);
    })
    .default([]);

/** An object, also when it arrives as JSON in a string (as templates and some event fields do). */
export const embedded = <Schema extends z.ZodType>(schema: Schema) =>
  maybe(z.preprocess((value) => (typeof value === 'string' ? parsed(value) : value), schema));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
