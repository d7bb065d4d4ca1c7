import { z } from 'zod';

/** What a person is shown before deciding, as stored with the step. */
export const StepPlan = z.object({
  /** The name of what is acted on: "Mara Ito". */
  target: z.string(),
  effects: z.array(z.string()),
  breaks: z.array(z.string()),
  bound: z.record(z.string(), z.string()),
  alreadySo: z.boolean(),
  undo: z.object({ kind: z.enum(['reversible', 'irreversible']), words: z.string() }).optional(),
  choices: z
    .array(
      z.object({
        id: z.string(),
        label: z.string(),
        words: z.string(),
        quorum: z.number().int(),
        danger: z.boolean().optional(),
      }),
    )
    .optional(),
  /** Whose yes it takes; empty in plans from before there were mixed ones. */
  needs: z
    .array(z.object({ role: z.enum(['security', 'finance', 'legal', 'manager']), count: z.number().int().min(1) }))
    .default([]),
  /** Addresses of the accounts it acts on: nobody decides about their own, even where the case is about somebody else. */
  accounts: z.array(z.string()).default([]),
  /** A yes counts only once its person has confirmed it with their own key. */
  takesKey: z.boolean().optional(),
  /** What silence means. */
  silence: z.string().optional(),
  link: z.string().optional(),
  /** Why the step cannot be decided now. */
  blocked: z.string().optional(),
  offer: z.number().int().default(1),
});
export type StepPlan = z.infer<typeof StepPlan>;

export const StepVerification = z.object({
  state: z.enum(['done', 'partly', 'not-done']),
  evidence: z.string(),
  residual: z.array(z.string()),
  at: z.string(),
});
export type StepVerification = z.infer<typeof StepVerification>;
