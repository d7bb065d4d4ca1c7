import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { caseCode } from './view.ts';

const Before = z.object({
  state: z.enum(['new', 'investigating', 'containing', 'contained']),
  detections: z.array(z.object({ id: z.string(), joined_because: z.string() })),
  steps: z.array(z.object({ id: z.string(), state: z.string() })),
  into: z.object({ id: z.string(), version: z.string() }),
  after: z.object({ id: z.string(), version: z.string() }).nullable(),
});

/** Takes a merge back: every detection returns with its own reason, the case is open as it was, and both are asked about anew. */
export async function unmergeCase(
  ctx: Context,
  input: { caseId: number; reason: string; actor: Actor },
): Promise<{ from: number; into: number }> {
  const { caseId, actor } = input;
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Please say why in a few words; it goes into the record.');
  return recordChange(ctx.db, async (tx) => {
    const merge = await tx
      .updateTable('merges')
      .set({ undone_at: sql<Date>`now()` })
      .where('from_case', '=', caseId)
      .where('undone_at', 'is', null)
      .returning(['into_case', 'before'])
      .executeTakeFirst();
    if (!merge) throw new Conflict('not-merged', `${caseCode(caseId)} is not part of another case.`);
    const before = Before.parse(merge.before);
    const holder = await holderOf(tx, merge.into_case);
    await giveBack(tx, caseId, holder, before.detections);
    await reopen(tx, caseId, before);
    await giveUpPlaybook(tx, merge.into_case, before);
    await shrink(tx, holder);
    const detail = { reason, from: caseCode(caseId), into: caseCode(merge.into_case) };
    return {
      result: { from: caseId, into: merge.into_case },
      journal: [
        { actor, what: 'case.unmerged', caseId: merge.into_case, detail },
        { actor, what: 'case.unmerged', caseId, detail },
      ],
    };
  });
}

/** What is still there goes back; what was taken out of the middle meanwhile stays where it belongs. */
async function giveBack(
  tx: Tx,
  caseId: number,
  holder: number,
  detections: z.infer<typeof Before>['detections'],
): Promise<void> {
  await sql`
    update detections d set case_id = ${caseId}, joined_because = back.joined_because
    from jsonb_to_recordset(${JSON.stringify(detections)}::jsonb) as back (id uuid, joined_because text)
    where d.id = back.id and d.case_id = ${holder}`.execute(tx);
}

/** The case it went into may itself be part of another by now. */
async function holderOf(tx: Tx, into: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with recursive up as (
      select id, merged_into from cases where id = ${into}
      union all select c.id, c.merged_into from cases c join up on c.id = up.merged_into)
    select id from up where merged_into is null`.execute(tx);
  return rows[0]?.id ?? into;
}

/** The playbook it took over with the merge, unless it has taken over another since. */
const giveUpPlaybook = (tx: Tx, caseId: number, { into, after }: z.infer<typeof Before>) =>
  tx
    .updateTable('cases')
    .set({ playbook: into.id, playbook_version: into.version })
    .where('id', '=', caseId)
    .where('playbook', '=', after?.id ?? into.id)
    .execute();

async function reopen(tx: Tx, caseId: number, before: z.infer<typeof Before>): Promise<void> {
  await tx
    .updateTable('cases')
    .set((eb) => ({
      state: before.state,
      resolution: null,
      resolution_note: null,
      merged_into: null,
      hold: null,
      closed_at: null,
      round: eb('round', '+', 1),
      revision: eb('revision', '+', 1),
      updated_at: sql<Date>`now()`,
      due_at: sql<Date>`now()`,
    }))
    .where('id', '=', caseId)
    .execute();
  const withdrawn = before.steps.filter(({ state }) => state !== 'voided').map(({ id }) => id);
  if (withdrawn.length === 0) return;
  await tx
    .updateTable('steps')
    .set({ state: 'preparing', digest: null, outcome: null })
    .where('id', 'in', withdrawn)
    .where('state', '=', 'voided')
    .execute();
}

/** What is left is weighed anew, over the time it spans now. */
const shrink = (tx: Tx, caseId: number) =>
  sql`
  update cases set round = cases.round + 1, revision = cases.revision + 1, updated_at = now(), due_at = now(),
    first_seen = coalesce(span.first, cases.first_seen), last_seen = coalesce(span.last, cases.last_seen)
  from (select min(occurred_at) as first, max(occurred_at) as last from detections where case_id = ${caseId}) span
  where cases.id = ${caseId} and state <> 'closed'`.execute(tx);
