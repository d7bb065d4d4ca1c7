import { sql } from 'kysely';
import type { CaseView } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { legalRecipients } from '../legal/recipients.ts';
import { hasPersonalData, scopeOf } from '../legal/scope.ts';

interface LegalMessage {
  key: string;
  kind: 'legal';
  recipient: string;
  version: number;
}

/** What changes legal's message when it enters the journal. */
const REDRAWS = [
  'legal.moment-set',
  'legal.voted',
  'legal.decided',
  'hold.placed',
  'hold.lifted',
  'case.scored',
  'case.joined',
  'case.merged',
  'case.merged-away',
  'case.unmerged',
];

/** Legal is told in person once a weighed case has possible personal data; whoever was told sees what becomes of it. */
export async function legalMessages(ctx: Context, view: CaseView): Promise<LegalMessage[]> {
  const { rows } = await sql<{ recipient: string }>`
    select recipient from messages where case_id = ${view.id} and kind = 'legal'`.execute(ctx.db);
  const told = rows.map(({ recipient }) => recipient);
  const due = view.score !== null && view.mergedInto === null && hasPersonalData(scopeOf(view));
  const recipients = [...new Set([...told, ...(due ? await legalRecipients(ctx, view.id) : [])])];
  if (recipients.length === 0) return [];
  const version = await countChanges(ctx, view.id);
  return recipients.map((recipient) => ({ key: `legal:${recipient}`, kind: 'legal', recipient, version }));
}

async function countChanges(ctx: Context, caseId: number): Promise<number> {
  const { changes } = await ctx.db
    .selectFrom('journal_entries')
    .select((eb) => eb.fn.countAll<number>().as('changes'))
    .where('case_id', '=', caseId)
    .where('what', 'in', REDRAWS)
    .executeTakeFirstOrThrow();
  return Number(changes) + 1;
}
