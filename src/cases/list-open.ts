import type { Context } from '../context.ts';

export interface OpenCase {
  id: number;
  title: string;
  openedAt: string;
}

const MOST = 10;

/** The newest open cases besides one, for choosing among them. */
export async function listOpenCases(ctx: Context, besides: number): Promise<OpenCase[]> {
  const rows = await ctx.db
    .selectFrom('cases')
    .select(['id', 'title', 'opened_at'])
    .where('state', '<>', 'closed')
    .where('quiet', '=', false)
    .where('id', '<>', besides)
    .orderBy('updated_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(({ id, title, opened_at }) => ({ id, title, openedAt: opened_at.toISOString() }));
}
