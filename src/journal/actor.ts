import { z } from 'zod';

/** Who did it. Every journal entry names one. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack-user'), team: z.string(), user: z.string(), name: z.string() }),
  z.object({ kind: z.literal('webhook'), source: z.string() }),
  z.object({ kind: z.literal('job'), name: z.string() }),
  z.object({ kind: z.literal('cli'), user: z.string() }),
]);
export type Actor = z.infer<typeof Actor>;
