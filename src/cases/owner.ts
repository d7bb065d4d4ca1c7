import { z } from 'zod';

/** Who has taken a case. */
export const Owner = z.object({ name: z.string(), slackUser: z.string() });
export type Owner = z.infer<typeof Owner>;
