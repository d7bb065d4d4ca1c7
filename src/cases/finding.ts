import { z } from 'zod';

const TimelineEvent = z.object({ when: z.string(), what: z.string(), where: z.string().optional() });
const LookedAt = z.object({
  source: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  rows: z.number(),
});

/** The answer to one follow-up question as it is stored, or `unknown` with the reason. */
export const Finding = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('answered'),
    summary: z.string(),
    data: z.unknown(),
    events: z.array(TimelineEvent),
    lookedAt: z.array(LookedAt),
    notVisible: z.array(z.string()),
  }),
  z.object({ status: z.literal('unknown'), code: z.string(), reason: z.string() }),
]);
export type Finding = z.infer<typeof Finding>;

export const Score = z.object({
  /** 0 to 100. */
  value: z.number().int().min(0).max(100),
  reasons: z.array(z.object({ points: z.number(), because: z.string() })),
  couldNotSee: z.array(z.string()),
  /** What the card tells, oldest first. */
  story: z.array(TimelineEvent).default([]),
});
export type Score = z.infer<typeof Score>;
