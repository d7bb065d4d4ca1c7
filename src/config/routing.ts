import { z } from 'zod';
import { slackId } from './fields.ts';
import { didYouMean } from './nearest.ts';
import { isSection } from './parse-yaml.ts';
import type { Problem } from './problem.ts';

const MOST = 100;

const words = (pattern: RegExp, wrong: string, description: string) =>
  z
    .array(z.string().regex(pattern, wrong))
    .min(1, 'empty. It would match nothing; leave the setting out to match all.')
    .max(MOST)
    .describe(description)
    .optional();

const When = z
  .strictObject({
    sources: words(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not the name of a source.', 'Names of sources above.'),
    products: words(
      /^[a-z0-9][a-z0-9._-]{0,79}$/,
      'is not a product; write it in small letters: crowdstrike, aws.',
      'Products as detections name them, in small letters: crowdstrike, aws.',
    ),
    techniques: words(
      /^T\d{4}(\.\d{3})?$/,
      'is not an ATT&CK technique; write one like T1059 or T1059.001.',
      'ATT&CK techniques: T1059. One without a dot stands for all below it.',
    ),
    kinds: words(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'is not a kind; write small letters and dashes: bulk-export.',
      'Kinds of detections: bulk-export.',
    ),
  })
  .describe('Which detections: all of the lists given must hold, one entry of each is enough. {} is all of them.');

const Channel = z.strictObject({
  channel: slackId(/^[CG][A-Z0-9]{4,}$/, 'C0123ABCD', 'The id of the channel that gets one line. Invite Cordon there.'),
});

const To = z
  .union([z.enum(['case', 'record']), Channel], {
    error: ({ input }) =>
      isSection(input)
        ? 'must be case, record, or { channel: C0123ABCD }.'
        : `must be case, record, or { channel: C0123ABCD }.${didYouMean(String(input), ['case', 'record'])}`,
  })
  .describe('case: opens or joins a case. record: kept, nobody is told. { channel: C… }: kept, with one line there.');

const Rule = z.strictObject({ when: When, to: To }).describe('One rule: which detections, and what becomes of them.');
export type RoutingRule = z.infer<typeof Rule>;

/** What is no case for this team; the first rule that fits counts. */
export const Routing = z
  .array(Rule)
  .max(MOST)
  .default([])
  .describe('What becomes of which detections; the first rule that fits counts, and what fits none is a case.');

/** What shows only beside the rest of the file: sources nobody has, and rules that nothing can ever reach. */
export function routingProblems(value: unknown): Problem[] {
  const rules = isSection(value) && Array.isArray(value.routing) ? value.routing : [];
  const sources = isSection(value) && isSection(value.sources) ? Object.keys(value.sources) : [];
  const whens = rules.map((rule) => (isSection(rule) && isSection(rule.when) ? rule.when : undefined));
  const all = whens.findIndex((when) => when !== undefined && Object.keys(when).length === 0);
  return whens.flatMap((when, index) => [
    ...unknownSources(when?.sources, sources, index),
    ...(all !== -1 && index > all
      ? [
          {
            path: ['routing', index],
            what: `is never reached: routing[${all}] takes everything. Put it before that one.`,
          },
        ]
      : []),
  ]);
}

const unknownSources = (named: unknown, known: readonly string[], index: number): Problem[] =>
  (Array.isArray(named) ? named : []).flatMap((name, at) =>
    typeof name !== 'string' || known.includes(name)
      ? []
      : [
          {
            path: ['routing', index, 'when', 'sources', at],
            what: `is not one of the sources.${didYouMean(name, known)}`,
          },
        ],
  );
