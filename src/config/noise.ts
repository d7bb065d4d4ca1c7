import { z } from 'zod';
import { email } from './fields.ts';
import { isSection } from './parse-yaml.ts';
import type { Problem } from './problem.ts';

/** Deliveries a minute that one source may send where cordon.yaml says nothing. */
export const USUAL_RATE = 6_000;

/** When there are more new cases than anybody can read. */
export const Storm = z
  .strictObject({
    cases_per_minute: z
      .int()
      .min(1)
      .max(100_000)
      .default(20)
      .describe('From this many new cases a minute on, further ones are held under one summary; never critical ones.'),
    calm_minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(5)
      .describe('So long there must have been fewer than that before the storm counts as over.'),
  })
  .prefault({})
  .describe('When there are more new cases than anybody can read.');
export type Storm = z.infer<typeof Storm>;

/** What a source may say about how much it sends, and whom to tell. */
export const sourceHabits = {
  owner: email(
    'Who is told when this source sends too much or falls silent: the address of somebody in roles.',
  ).optional(),
  rate: z
    .strictObject({
      per_minute: z.int().min(1).max(1_000_000).describe('How many deliveries a minute one server process takes.'),
    })
    .describe(
      `How much it may send; ${USUAL_RATE} deliveries a minute where this is left out. Above it the answer is 429.`,
    )
    .optional(),
  quiet_after_minutes: z
    .int()
    .min(1)
    .max(43_200)
    .describe('After this long without a delivery its owner is told. Without it the usual gap is learned.')
    .optional(),
} as const;

/** An owner nobody in the roles is could not be told anything. */
export function ownerProblems(value: unknown): Problem[] {
  if (!isSection(value) || !isSection(value.sources)) return [];
  const known = addressesIn(value.roles);
  return Object.entries(value.sources).flatMap(([name, source]) => {
    const owner = isSection(source) ? source.owner : undefined;
    if (typeof owner !== 'string' || known.has(owner.trim().toLowerCase())) return [];
    const what = 'is not the address of anybody in roles, so nobody could be told. Write the e-mail of one of them.';
    return [{ path: ['sources', name, 'owner'], what }];
  });
}

function addressesIn(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...addressesIn(item)]));
  if (!isSection(value)) return new Set();
  const own = typeof value.email === 'string' ? [value.email.trim().toLowerCase()] : [];
  return new Set([...own, ...Object.values(value).flatMap((inner) => [...addressesIn(inner)])]);
}
