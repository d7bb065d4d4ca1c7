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
import { voidVotes } from './void-votes.ts';

/** A step may be drafted anew while nobody has acted on it. */
const OPEN: readonly StepState[] = ['preparing', 'blocked', 'waiting'];
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
  if (head.state === 'closed' || head.quiet) return finish(ctx, head, 0);
  const facts = await loadFacts(ctx, caseId);
  const known = await loadKnown(ctx, caseId);
  const drafts: { step: PlaybookStep; position: number; draft: DraftedStep }[] = [];
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
  }
  if (drafts.length === 0) return finish(ctx, head, 0);
  const prepared = await recordChange<number>(ctx.db, async (tx) => {
    if ((await lockCase(tx, caseId)) === 'closed') return { result: 0, journal: 'unchanged' };
    const journal: JournalEntry[] = [];
    for (const { step, position, draft } of drafts) {
      const entry = await saveDraft(tx, { caseId, step, position, draft, facts, actor });
      if (entry) journal.push(entry);
    }
    const [first, ...rest] = journal;
    if (!first) return { result: 0, journal: 'unchanged' };
    await touchCase(tx, caseId);
    return { result: journal.length, journal: [first, ...rest] };
  });
  return finish(ctx, head, prepared);
}

/** The steps, then their case: two plans are written one after the other, and none into a case that was closed meanwhile. */
async function lockCase(tx: Tx, caseId: number): Promise<CaseState> {
  await tx.selectFrom('steps').select('id').where('case_id', '=', caseId).orderBy('position').forUpdate().execute();
  const found = await tx.selectFrom('cases').select('state').where('id', '=', caseId).forUpdate().executeTakeFirstOrThrow();
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

const decidedBy = (known: ReadonlyMap<string, KnownStep>, step: PlaybookStep): string | undefined =>
  (step.after && [known.get(step.after.key)].find((row) => row?.state === 'decided')?.outcome) ?? undefined;

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
  if (before.digest === values.digest && before.state === draft.state) return undefined;
  await tx.updateTable('steps').set(values).where('id', '=', before.id).execute();
  const changed = differences(before.preview ? StepPlan.parse(before.preview).bound : {}, draft.plan.bound);
  if (before.digest && before.digest !== values.digest) await voidVotes(tx, before.id, changed.join('; '));
  const detail = { step: step.key, state: draft.state, title: draft.title, digest: draft.digest ?? null, changed };
  return { actor, what: 'step.changed', caseId, refs: { step: before.id }, detail };
}

function dueAt(state: StepState, deadline: Date | undefined) {
  if (state === 'preparing') return sql<Date>`now() + make_interval(secs => ${RETRY_SECONDS})`;
  return state === 'waiting' ? (deadline ?? null) : null;
}
