import { z } from 'zod';
import { isSection } from './parse-yaml.ts';
import type { Problem } from './problem.ts';

/** Notification regimes whose clocks Cordon can compute; src/legal/regimes.ts holds each. */
export const REGIMES = [
  'gdpr',
  'uk-gdpr',
  'nis2',
  'dora',
  'sec-8k',
  'california',
  'new-york',
  'nydfs',
  'texas',
  'colorado',
  'florida',
  'hipaa',
  'ftc-safeguards',
  'australia-ndb',
  'canada-pipeda',
  'singapore-pdpa',
  'brazil-lgpd',
  'india-cert-in',
  'japan-appi',
] as const;
export type RegimeId = (typeof REGIMES)[number];

export const Legal = z
  .strictObject({
    regimes: z
      .array(z.enum(REGIMES))
      .refine((ids) => new Set(ids).size === ids.length, 'names one of them twice.')
      .default([])
      .describe('The notification regimes whose clocks legal sees, as docs/legal.md names them: gdpr, nis2, sec-8k.'),
    quorum: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe('How many different people of legal have to say the same before it is a decision.'),
  })
  .prefault({})
  .describe('Which clocks legal is shown, and how many people decide on notification.');
export type LegalSettings = z.infer<typeof Legal>;

/** A quorum nobody could ever reach would leave every decision open for ever. A role with nobody in it is a problem of its own. */
export function legalProblems(value: unknown): Problem[] {
  const settings = isSection(value) && isSection(value.legal) ? value.legal : {};
  const role = isSection(value) && isSection(value.roles) ? value.roles.legal : undefined;
  const { quorum } = settings;
  if (typeof quorum !== 'number' || !isSection(role)) return [];
  const there = new Set([...emailsIn(role.people), ...emailsIn(role.deputies)]).size;
  if (there === 0 || quorum <= there) return [];
  const what = `asks for ${quorum} people, and roles.legal has ${there}. Nothing could ever be decided; add people or lower it.`;
  return [{ path: ['legal', 'quorum'], what }];
}

const emailsIn = (group: unknown): string[] =>
  (Array.isArray(group) ? group : []).flatMap((person) =>
    isSection(person) && typeof person.email === 'string' ? [person.email.trim().toLowerCase()] : [],
  );
