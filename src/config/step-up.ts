import { isIP } from 'node:net';
import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { isSection } from './parse-yaml.ts';
import type { Problem } from './problem.ts';

const isOwnOrigin = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, origin, href } = new URL(value);
  return (protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')) && href === `${origin}/`;
};

/** A passkey belongs to a name; browsers make none for an IP address. */
const isNamed = (value: string): boolean =>
  !URL.canParse(value) || isIP(new URL(value).hostname.replaceAll(/[[\]]/g, '')) === 0;

/** Where people reach Cordon's own pages. */
export const OwnServer = z
  .strictObject({
    public_url: z
      .string()
      .refine(isNamed, {
        error: 'must have a name, not an IP address; passkeys belong to a name. On one machine: http://localhost:3000',
        abort: true,
      })
      .refine(
        isOwnOrigin,
        'must be https and a name, without a path, like https://cordon.example.com (http only for localhost).',
      )
      .transform((value) => new URL(value).origin)
      .describe("Where people's browsers reach this server; passkeys are bound to its name. Needed for policy.step_up.")
      .optional(),
  })
  .prefault({})
  .describe("Where people's browsers reach Cordon's own pages.");

/** Which yes takes more than a click in Slack. */
export const stepUpPolicy = {
  step_up: z
    .array(z.string())
    .default([])
    .describe(
      'Actions whose yes counts only after it was confirmed with the own key on a page of Cordon, by action id.',
    ),
  step_up_wait_minutes: z
    .int()
    .min(0)
    .max(10_080)
    .default(60)
    .describe('How long a newly enrolled key cannot confirm anything; 0 lets it at once.'),
} as const;

/** A rule for an action nobody has would be no rule, and a link without an address would lead nowhere. */
export function stepUpProblems(value: unknown, known: readonly string[]): Problem[] {
  if (!isSection(value) || !isSection(value.policy) || !Array.isArray(value.policy.step_up)) return [];
  const named = value.policy.step_up.filter((id) => typeof id === 'string');
  const problems: Problem[] = named.flatMap((id, index) => {
    if (known.includes(id)) return [];
    return [{ path: ['policy', 'step_up', index], what: `${id} is not an action Cordon has.${didYouMean(id, known)}` }];
  });
  const reached = isSection(value.server) && value.server.public_url !== undefined;
  if (named.length > 0 && !reached) {
    const what = 'missing. policy.step_up sends people to a page of this server. Write the address they reach it at.';
    problems.push({ path: ['server', 'public_url'], what });
  }
  return problems;
}
