import { sql } from 'kysely';
import { startCase } from '../cases/start.ts';
import { storeDetection } from '../cases/store-detection.ts';
import { touchCase } from '../cases/touch.ts';
import { caseCode } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { identityKeys } from '../correlation/identity-keys.ts';
import type { Detection } from '../detections/detection.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { askToRestore, type Playing } from './restore-rights.ts';
import { suspend, suspendedIn } from './suspensions.ts';

export interface Repudiated {
  /** The case in which it is found out what happened. */
  caseId: number;
  /** Cases whose cards have changed. */
  touched: readonly number[];
  /** Steps that are being taken back. */
  undoing: readonly string[];
  /** What became of the answer, for the person. */
  words: string;
}

const REPUDIATED = 'its author said that it was not theirs';

interface Vote {
  id: string;
  step_id: string;
  case_id: number;
  person: string;
  name: string;
  slack_user: string;
  title: string;
  repudiated: boolean;
}

/**
 * "This wasn't me": the answer no longer counts, what can be halted or taken back is, that person's other standing answers fall, they have no
 * say until a manager gives it back, and a case of its own is opened about it. All in one transaction.
 */
export async function repudiate(
  ctx: Context,
  input: { approvalId: string; slackUser: string; reason: string; playbook: Playing },
): Promise<Repudiated> {
  const { approvalId, slackUser, playbook } = input;
  const reason = input.reason.trim();
  if (reason === '') throw new InvalidInput('no-reason', 'Say in a few words what you know; it goes into the record.');
  return recordChange(ctx.db, async (tx) => {
    const vote = await loadVote(tx, approvalId);
    if (!vote) throw new NotFound('unknown-vote', 'This answer is not known any more.');
    if (vote.slack_user !== slackUser)
      throw new Forbidden(
        'not-yours',
        'This answer was given by somebody else. Only they can say that it was not theirs.',
      );
    if (vote.repudiated)
      throw new Conflict(
        'known-already',
        'You have said so already. Your say is suspended, and security is looking into it.',
      );
    const because = `said that the answer to "${vote.title}" was not theirs`;
    const known = await suspendedIn(tx, vote.person);
    const caseId = known ?? (await openLinkedCase(tx, { vote, reason, playbook, at: ctx.clock.now() }));
    if (known === undefined) {
      await suspend(tx, { person: vote.person, because, caseId });
      await askToRestore(tx, { caseId, person: vote.person, name: vote.name, playbook });
    }
    const fallen = await dropVotes(tx, vote.person);
    const { undoing, words } = await takeBack(tx, vote);
    const touched = [...new Set([...fallen, vote.case_id])];
    for (const id of touched) await touchCase(tx, id);
    const actor: Actor = { kind: 'slack-user', team: ctx.config.slack.team, user: slackUser, name: vote.name };
    const detail = { title: vote.title, name: vote.name, reason, words, about: caseCode(caseId) };
    const entry: JournalEntry = {
      actor,
      what: 'vote.repudiated',
      caseId: vote.case_id,
      refs: { step: vote.step_id },
      detail,
    };
    const opened: JournalEntry = { actor, what: 'case.opened', caseId, detail: { playbook: playbook.id, because } };
    const journal = [entry, ...(known === undefined ? [opened] : [])] as const;
    return { result: { caseId, touched, undoing, words }, journal };
  });
}

/** The step's row first, as everybody locks it. */
async function loadVote(tx: Tx, approvalId: string): Promise<Vote | undefined> {
  const { rows } = await sql<Vote>`
    select v.id, v.step_id, s.case_id, v.person, v.name, v.slack_user, s.title, coalesce(v.void_reason = ${REPUDIATED}, false) as repudiated
    from approvals v join steps s on s.id = v.step_id where v.id = ${approvalId} for update of s, v`.execute(tx);
  return rows[0];
}

/** Every answer of theirs that still stands on something open falls; an approved step waits for others again. Returns the cases. */
async function dropVotes(tx: Tx, person: string): Promise<number[]> {
  const { rows } = await sql<{ case_id: number }>`
    with open as (
        select id, case_id, state from steps
        where state in ('waiting', 'approved')
          and id in (select step_id from approvals where person = ${person} and voided_at is null)
        order by id for update),
      fallen as (
        update approvals set voided_at = now(), void_reason = 'its author has no say for now: an answer in their name was not theirs'
        from open where approvals.step_id = open.id and approvals.person = ${person} and approvals.voided_at is null),
      waiting as (
        update steps set state = 'waiting', due_at = deadline_at, fence = fence + 1
        from open where steps.id = open.id and open.state = 'approved')
    select distinct case_id from open`.execute(tx);
  return rows.map((row) => row.case_id);
}

/** What was done on that answer is taken back where it can be. */
async function takeBack(tx: Tx, vote: Vote): Promise<{ undoing: string[]; words: string }> {
  await tx
    .updateTable('approvals')
    .set({ voided_at: sql<Date>`coalesce(voided_at, now())`, void_reason: REPUDIATED })
    .where('id', '=', vote.id)
    .execute();
  const step = await tx
    .selectFrom('steps')
    .select(['state', sql<boolean>`coalesce(preview->'undo'->>'kind' = 'reversible', false)`.as('reversible')])
    .where('id', '=', vote.step_id)
    .executeTakeFirstOrThrow();
  const isDone = ['claimed', 'contained', 'slipped'].includes(step.state);
  if (isDone && step.reversible) {
    await tx
      .updateTable('steps')
      .set({
        state: 'undoing',
        undo_reason: 'an approver said that the answer was not theirs',
        due_at: sql<Date>`now()`,
      })
      .where('id', '=', vote.step_id)
      .execute();
    return { undoing: [vote.step_id], words: 'What was done on it is being taken back.' };
  }
  if (isDone) return { undoing: [], words: 'What was done on it cannot be taken back; security knows.' };
  if (step.state === 'running')
    return { undoing: [], words: 'It is being carried out at this moment; security can take it back on the card.' };
  return { undoing: [], words: 'Nothing was done on it, and it no longer counts.' };
}

async function openLinkedCase(
  tx: Tx,
  { vote, reason, playbook, at }: { vote: Vote; reason: string; playbook: Playing; at: Date },
): Promise<number> {
  const title = 'An answer was given in their name that was not theirs';
  const detection: Detection = {
    source: 'cordon',
    senderUid: `repudiated:${vote.id}`,
    title,
    message: `The answer was to "${vote.title}" in ${caseCode(vote.case_id)}. ${vote.name}: "${reason}"`,
    grade: 'finding',
    rule: { techniques: ['T1078.004'], analytics: [] },
    kind: 'session-stolen',
    severity: 'critical',
    senderSeverity: 'critical',
    status: 'new',
    occurredAt: at.toISOString(),
    receivedAt: at.toISOString(),
    subject: { email: vote.person, name: vote.name, ids: { slack: vote.slack_user } },
    addresses: [],
    objects: [],
    counts: [],
    observables: [],
    notes: ['Told by the person themselves, in Slack.'],
  };
  const body = Buffer.from(JSON.stringify(detection));
  const { id: deliveryId } = await tx
    .insertInto('deliveries')
    .values({
      source: 'cordon',
      dedupe_key: detection.senderUid,
      content_type: 'application/json',
      body,
      state: 'ingested',
      due_at: null,
    })
    .onConflict((conflict) => conflict.columns(['source', 'dedupe_key']).doUpdateSet({ attempts: 0 }))
    .returning('id')
    .executeTakeFirstOrThrow();
  const keys = identityKeys(detection).map((key) => ({ ...key, learned: false }));
  const { id: detectionId } = await storeDetection(tx, deliveryId, detection, keys, { to: 'case' });
  return startCase(tx, { detection, detectionId, playbook });
}
