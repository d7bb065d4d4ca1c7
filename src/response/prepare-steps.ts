import { sql } from 'kysely';
import { loadFacts } from '../cases/facts.ts';
import { loadCaseHead } from '../cases/head.ts';
import { touchCase } from '../cases/touch.ts';
import type { WorkerContext } from '../context.ts';
import type { CaseState, StepState } from '../db/schema.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import type { Facts, Playbook, PlaybookStep } from '../playbook.ts';
import { differences } from './digest.ts';
import { type DraftedStep, draftStep } from './draft-step.ts';
import { StepPlan } from './plan.ts';
import { settleCase } from './settle-case.ts';
import { voidVotes } from './void-votes.ts';

/** A step may be drafted anew while nobody has acted on it, and when it was withdrawn. */
const OPEN: readonly StepState[] = ['preparing', 'blocked', 'waiting', 'voided'];
const RETRY_SECONDS = 20;

/**
 * Works out the plan of a case: for each step of its playbook what exactly would be done, what it changes and breaks, and the digest a
 * yes will be bound to. A step whose facts changed loses its votes, with the difference in the record.
 */
export async function prepareSteps(
  ctx: WorkerContext,
  input: { caseId: number; playbook: Playbook; actor: Actor },
): Promise<{ prepared: number }> {
  const { caseId, playbook, actor } = input;
  const head = await loadCaseHead(ctx, caseId);
  if (head.state === 'closed' || head.quiet || head.hold) return finish(ctx, head, 0);
  const facts = await loadFacts(ctx, caseId);
  const known = await loadKnown(ctx, caseId);
  const drafts: { step: PlaybookStep; position: number; draft: DraftedStep }[] = [];
  const gone: string[] = [];
  for (const [position, step] of playbook.steps.entries()) {
    const row = known.get(step.key);
    if (row && !OPEN.includes(row.state)) continue;
    const draft = await draftStep(ctx, {
      step,
      facts,
      playbook,
      offer: row?.offer ?? 1,
      decided: decidedBy(known, step),
    });
    if (draft) drafts.push({ step, position, draft });
    else if (row && row.state !== 'voided') gone.push(step.key);
  }
  if (drafts.length + gone.length === 0) return finish(ctx, head, 0);
  const prepared = await recordChange<number>(ctx.db, async (tx) => {
    if ((await lockCase(tx, caseId)) === 'closed') return { result: 0, journal: 'unchanged' };
    const journal: JournalEntry[] = [];
    for (const { step, position, draft } of drafts) {
      const entry = await saveDraft(tx, { caseId, step, position, draft, facts, actor });
      if (entry) journal.push(entry);
    }
    for (const key of gone) journal.push(...(await withdraw(tx, { caseId, key, actor })));
    const [first, ...rest] = journal;
    if (!first) return { result: 0, journal: 'unchanged' };
    await settleCase(tx, caseId);
    await touchCase(tx, caseId);
    return { result: journal.length, journal: [first, ...rest] };
  });
  return finish(ctx, head, prepared);
}

/**
 * One plan is written after the other, and none into a case that was closed meanwhile. The lock comes before the steps are looked at: whoever
 * waits would else not see those another plan has just added, and lock them after their case, the wrong way round.
 */
async function lockCase(tx: Tx, caseId: number): Promise<CaseState> {
  await sql`select pg_advisory_xact_lock(hashtextextended('plan', ${caseId}))`.execute(tx);
  await tx.selectFrom('steps').select('id').where('case_id', '=', caseId).orderBy('position').forUpdate().execute();
  const found = await tx
    .selectFrom('cases')
    .select('state')
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return found.state;
}

/** The plan is worked out as of the moment it was asked for; a newer request stays due. */
async function finish(ctx: WorkerContext, head: { id: number; prepare_at: Date | null }, prepared: number) {
  await ctx.db
    .updateTable('cases')
    .set({ prepare_at: null })
    .where('id', '=', head.id)
    .where(sql<Date>`date_trunc('milliseconds', prepare_at)`, '<=', head.prepare_at ?? new Date(0))
    .execute();
  return { prepared };
}

interface KnownStep {
  state: StepState;
  outcome: string | null;
  offer: number;
}

async function loadKnown(ctx: WorkerContext, caseId: number): Promise<Map<string, KnownStep>> {
  const rows = await ctx.db
    .selectFrom('steps')
    .select(['key', 'state', 'outcome', 'preview'])
    .where('case_id', '=', caseId)
    .execute();
  return new Map(
    rows.map(({ key, preview, ...row }) => [key, { ...row, offer: preview ? StepPlan.parse(preview).offer : 1 }]),
  );
}

/** A decision that was declined has an outcome too: the reason, in somebody's own words. */
function decidedBy(known: ReadonlyMap<string, KnownStep>, { after }: PlaybookStep): string | undefined {
  const decision = after && known.get(after.key);
  return (decision?.state === 'decided' && decision.outcome) || undefined;
}

interface SaveInput {
  caseId: number;
  step: PlaybookStep;
  position: number;
  draft: DraftedStep;
  facts: Facts;
  actor: Actor;
}

async function saveDraft(tx: Tx, input: SaveInput): Promise<JournalEntry | undefined> {
  const { caseId, step, position, draft, facts, actor } = input;
  const before = await tx
    .selectFrom('steps')
    .select(['id', 'state', 'digest', 'preview'])
    .where('case_id', '=', caseId)
    .where('key', '=', step.key)
    .forUpdate()
    .executeTakeFirst();
  if (before && !OPEN.includes(before.state)) return undefined;
  const values = {
    state: draft.state,
    title: draft.title,
    input: JSON.stringify(draft.input ?? null),
    preview: JSON.stringify(draft.plan),
    digest: draft.digest ?? null,
    deadline_at: step.deadline?.at(facts) ?? null,
    due_at: dueAt(draft.state, step.deadline?.at(facts)),
  };
  if (!before) {
    const { id } = await tx
      .insertInto('steps')
      .values({
        ...values,
        case_id: caseId,
        key: step.key,
        position,
        kind: step.kind,
        action: step.kind === 'action' ? step.action.id : null,
        role: step.role,
        quorum: step.quorum,
        on_deadline: step.deadline?.onSilence ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const detail = { step: step.key, state: draft.state, title: draft.title, digest: draft.digest ?? null };
    return { actor, what: 'step.proposed', caseId, refs: { step: id }, detail };
  }
  if (draft.state === 'preparing' && before.state === 'waiting') return undefined;
  if (before.digest === values.digest && before.state === draft.state) {
    if (draft.state === 'preparing')
      await tx.updateTable('steps').set({ due_at: values.due_at }).where('id', '=', before.id).execute();
    return undefined;
  }
  await tx.updateTable('steps').set(values).where('id', '=', before.id).execute();
  const changed =
    before.digest && before.digest !== values.digest ? whatChanged(StepPlan.parse(before.preview), draft.plan) : [];
  if (changed.length > 0) await voidVotes(tx, before.id, changed.join('; '));
  const detail = { step: step.key, state: draft.state, title: draft.title, digest: draft.digest ?? null, changed };
  return { actor, what: 'step.changed', caseId, refs: { step: before.id }, detail };
}

/** Never empty: whoever voted is told why it no longer counts. */
function whatChanged(before: StepPlan, after: StepPlan): string[] {
  if (after.blocked) return [after.blocked];
  const changed = differences(before.bound, after.bound);
  return changed.length > 0 ? changed : ['What the step does changed.'];
}

/** The facts no longer call for a step that was offered. Should they do so again, it is offered anew. */
async function withdraw(tx: Tx, step: { caseId: number; key: string; actor: Actor }): Promise<JournalEntry[]> {
  const { caseId, key, actor } = step;
  const reason = 'The facts no longer call for it.';
  const gone = await tx
    .updateTable('steps')
    .set({ state: 'voided', due_at: null, digest: null, outcome: reason })
    .where('case_id', '=', caseId)
    .where('key', '=', key)
    .where('state', 'in', ['preparing', 'blocked', 'waiting'])
    .returning(['id', 'title'])
    .executeTakeFirst();
  if (!gone) return [];
  await voidVotes(tx, gone.id, reason);
  const detail = { step: key, state: 'voided', title: gone.title, changed: [reason] };
  return [{ actor, what: 'step.changed', caseId, refs: { step: gone.id }, detail }];
}

function dueAt(state: StepState, deadline: Date | undefined) {
  if (state === 'preparing') return sql<Date>`now() + make_interval(secs => ${RETRY_SECONDS})`;
  return state === 'waiting' ? (deadline ?? null) : null;
}
