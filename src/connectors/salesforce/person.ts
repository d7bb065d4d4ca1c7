import { z } from 'zod';

/** Who a question is about, by what the detection knew of them. A user id wins over an address. */
export const Person = z
  .object({
    email: z.string().min(3).max(254).optional(),
    userId: z
      .string()
      .max(18)
      .regex(/^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/, 'is not a Salesforce user id.')
      .optional(),
  })
  .refine(({ email, userId }) => email !== undefined || userId !== undefined, 'needs an e-mail address or a user id.');
export type Person = z.infer<typeof Person>;

const moment = z.iso.datetime({ offset: true }).max(40);

/** A question about one person. */
export const AboutPerson = z.object({ person: Person });

/** A question about one person and a time; both ends belong to it. */
export const AboutPersonAndTime = z.object({ person: Person, since: moment, until: moment });

/** How far back questions look for what is usual. */
export const HISTORY_DAYS = 90;

export const daysBefore = (iso: string, days: number): Date => new Date(Date.parse(iso) - days * 86_400_000);

/** The day in UTC, as `2026-11-22`. */
export const dayOf = (iso: string): string => iso.slice(0, 10);

/** Salesforce ids come with 15 characters or with 3 more as a checksum. */
export const sameId = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.slice(0, 15) === other.slice(0, 15);
