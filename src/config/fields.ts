import { z } from 'zod';
import { isSafeAddress } from '../safe-address.ts';
import { didYouMean } from './nearest.ts';

/** A required line of text with the sentence that explains it; the sentence is shown when it is missing. */
export const text = (description: string) => z.string().trim().min(1, 'empty.').max(200).describe(description);

/** A value that may only come from the environment. `writeOnly` is JSON Schema's word for that, and how `resolve.ts` knows. */
export const secret = (description: string) =>
  z.string().min(16, 'shorter than 16 characters; that can be guessed.').meta({ description, writeOnly: true });

/** A secret of which Slack or a standard says how it begins, so that two swapped lines are noticed. */
export const prefixedSecret = (prefix: string, description: string) =>
  z.string().startsWith(prefix, `must begin with ${prefix}`).meta({ description, writeOnly: true });

export const email = (description: string) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/, 'is not an e-mail address.')
    .max(254)
    .describe(description);

/** Slack's own ids: a letter for the kind, then capitals and digits. */
export const slackId = (pattern: RegExp, like: string, description: string) =>
  z.string().regex(pattern, `is not such an id; it looks like ${like}.`).describe(description);

const isTimeZone = (zone: string): boolean => {
  try {
    return (
      /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
};

const notATimeZone = (zone: string): string =>
  `is not a time zone.${didYouMean(zone, Intl.supportedValuesOf('timeZone')) || ' Write one like Europe/Amsterdam.'}`;

export const timeZone = (description: string) =>
  z
    .string()
    .refine(isTimeZone, { error: ({ input }) => notATimeZone(String(input)) })
    .describe(description);

const isLocale = (locale: string): boolean => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
};

export const locale = (description: string) =>
  z.string().refine(isLocale, 'is not a language tag; write one like en-GB.').describe(description);

/** https, or http on this machine only, ending in a slash so that method names can be appended. */
export const apiUrl = (description: string) =>
  z
    .string()
    .refine(isSafeAddress, 'must be an https address (http only for this machine itself).')
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .describe(description);

/** An amount of money as decimal text, so that nothing is lost to floating point; a plain YAML number is taken as well. */
export const amount = z
  .union(
    [z.string().regex(/^\d{1,15}(\.\d{1,4})?$/), z.number().nonnegative().max(999_999_999_999)],
    'must be an amount such as "10000.00".',
  )
  .transform(String);
