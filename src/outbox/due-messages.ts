import { sql } from 'kysely';
import type { Context } from '../context.ts';

/** The messages of a case that can be sent now, in their order: what belongs into the thread comes after its card. */
export async function dueMessages(ctx: Context, caseId: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m left join messages card on card.case_id = m.case_id and card.key = 'card'
    where m.case_id = ${caseId} and m.due_at <= now()
      and (m.kind in ('card', 'canary') or m.recipient is not null or card.ts is not null)
    order by m.created_at, m.kind, length(m.key), m.key`.execute(ctx.db);
  return rows.map((row) => row.id);
}
