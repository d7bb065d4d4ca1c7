import { sql } from 'kysely';
import type { Actor } from '../journal/actor.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import { releaseCase } from '../noise/release-case.ts';
import type { Rules } from '../playbook.ts';
import { combinePlaybooks } from './combine-playbooks.ts';
import { lockCases } from './lock-cases.ts';
import { FIRST } from './store-detection.ts';
import { isTouched } from './touched.ts';
import { caseCode } from './view.ts';

export interface Merging {
  from: number;
  into: number;
  because: string;
  actor: Actor;
  rules: Pick<Rules, 'playbooks'>;
  /** A person said so; else it is Cordon's own conclusion, which never goes against what a person has taken apart. */
  byHand: boolean;
}

/**
 * Makes one case part of another: its detections move, its own plan is withdrawn, its card says where it went. Only a case on which nobody has
 * acted goes into another. Returns what is to be recorded; empty when it cannot be.
 */
export async function mergeInto(
  tx: Tx,
  { from, into, because, actor, rules, byHand }: Merging,
): Promise<JournalEntry[]> {
  await lockCases(tx, [from, into]);
  const steps = await tx
    .selectFrom('steps')
    .select(['id', 'state'])
    .where('case_id', '=', from)
    .orderBy('position')
    .execute();
  const cases = await tx
    .selectFrom('cases')
    .select(['id', 'state', 'hold', 'playbook', 'playbook_version'])
    .where('id', 'in', [from, into])
    .where('state', '<>', 'closed')
    .where('hold', 'is distinct from', 'canary')
    .execute();
  const before = cases.find(({ id }) => id === from);
  const target = cases.find(({ id }) => id === into);
  if (!before || !target || (await isTouched(tx, [from])).has(from)) return [];
  if (!byHand && (await wereTakenApart(tx, from, into))) return [];
  const playbook = combinePlaybooks(rules, [target.playbook, before.playbook]);
  const detections = await tx
    .selectFrom('detections')
    .select(['id', 'joined_because'])
    .where('case_id', '=', from)
    .execute();
  await tx
    .insertInto('merges')
    .values({
      from_case: from,
      into_case: into,
      because,
      before: JSON.stringify({
        state: before.state,
        detections,
        steps,
        into: playedBy(target),
        after: playbook ?? null,
      }),
    })
    .execute();
  await move(tx, { from, into, because, playbook });
  const detail = { because, from: caseCode(from), into: caseCode(into), detections: detections.length };
  const sameHold = cases.every(({ hold }) => hold === before.hold);
  const released = sameHold
    ? []
    : await releaseCase(tx, { caseId: into, because: `${caseCode(from)} is part of it`, actor });
  return [
    { actor, what: 'case.merged', caseId: into, detail },
    { actor, what: 'case.merged-away', caseId: from, detail },
    ...released,
  ];
}

const playedBy = ({ playbook, playbook_version }: { playbook: string; playbook_version: string }) => ({
  id: playbook,
  version: playbook_version,
});

async function move(
  tx: Tx,
  {
    from,
    into,
    because,
    playbook,
  }: Pick<Merging, 'from' | 'into' | 'because'> & { playbook: { id: string; version: string } | undefined },
): Promise<void> {
  await tx
    .updateTable('detections')
    .set((eb) => ({
      case_id: into,
      joined_because: eb.case().when('joined_because', '=', FIRST).then(because).else(eb.ref('joined_because')).end(),
    }))
    .where('case_id', '=', from)
    .execute();
  await tx
    .updateTable('steps')
    .set({ state: 'voided', due_at: null, outcome: `the case was merged into ${caseCode(into)}` })
    .where('case_id', '=', from)
    .where('state', 'in', ['preparing', 'blocked', 'waiting'])
    .execute();
  await tx
    .updateTable('cases')
    .set((eb) => ({
      state: 'closed',
      resolution: 'merged',
      resolution_note: because,
      merged_into: into,
      closed_at: sql<Date>`now()`,
      updated_at: sql<Date>`now()`,
      due_at: null,
      prepare_at: null,
      scored_round: eb.ref('round'),
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', from)
    .execute();
  await sql`
    update cases set round = cases.round + 1, revision = cases.revision + 1, updated_at = now(), due_at = now(),
      playbook = coalesce(${playbook?.id ?? null}, cases.playbook),
      playbook_version = coalesce(${playbook?.version ?? null}, cases.playbook_version),
      first_seen = least(cases.first_seen, gone.first_seen), last_seen = greatest(cases.last_seen, gone.last_seen)
    from cases gone where cases.id = ${into} and gone.id = ${from}`.execute(tx);
}

async function wereTakenApart(tx: Tx, one: number, other: number): Promise<boolean> {
  const apart = await tx
    .selectFrom('merges')
    .select('id')
    .where('undone_at', 'is not', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('from_case', '=', one), eb('into_case', '=', other)]),
        eb.and([eb('from_case', '=', other), eb('into_case', '=', one)]),
      ]),
    )
    .executeTakeFirst();
  return apart !== undefined;
}
