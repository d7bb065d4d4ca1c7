import { z } from 'zod';
import type { Context } from '../context.ts';

const Detail = z.object({ entry: z.coerce.number().int() });

/** The journal entry a thread line tells; undefined for messages that are not lines. */
export async function loadStoryEntry(ctx: Context, detail: unknown) {
  const parsed = Detail.safeParse(detail);
  if (!parsed.success) return undefined;
  const entry = await ctx.db
    .selectFrom('journal_entries')
    .select(['at', 'actor', 'what', 'detail'])
    .where('id', '=', parsed.data.entry)
    .executeTakeFirst();
  return entry && { ...entry, at: entry.at.toISOString() };
}
