import type { Context } from '../context.ts';
import { NotFound } from '../errors.ts';

/** The case's own row. */
export async function loadCaseHead(ctx: Context, caseId: number) {
  const head = await ctx.db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (!head) throw unknownCase(caseId);
  return head;
}

export const unknownCase = (caseId: number): NotFound => new NotFound('unknown-case', `There is no case ${caseId}.`);
