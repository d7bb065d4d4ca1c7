import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { RegimeId } from '../config/legal.ts';
import type { Context } from '../context.ts';
import type { NotifyChoice } from '../db/legal-tables.ts';
import { InvalidInput } from '../errors.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { members } from '../response/authority.ts';
import { asCounsel, type Counsel, type LegalAct } from './counsel.ts';
import { proposeDeadlines } from './deadlines.ts';
import { lockCase } from './lock-case.ts';
import { regimes } from './regimes.ts';

export const NOTIFY_CHOICES: Readonly<Record<NotifyChoice, string>> = {
  notify: 'Notify',
  'not-notify': 'Do not notify',
  'not-yet': 'Not yet',
};
const isChoice = (word: string): word is NotifyChoice => Object.hasOwn(NOTIFY_CHOICES, word);

export interface NotificationVote {
  decided: boolean;
  /** How many more different people have to say the same. */
  missing: number;
}

/**
 * One person's word on whether to notify under one regime. It is a decision when as many as `legal.quorum` asks for say the same; the next
 * word on that regime begins a record of its own that goes on from this one. No vote, no majority of others and no time makes a decision.
 */
export async function decideNotification(
  ctx: Context,
  input: LegalAct & { regime: string; choice: string },
): Promise<NotificationVote> {
  const { caseId } = input;
  const counsel = await asCounsel(ctx, input);
  const regime = ctx.config.legal.regimes.find((id) => id === input.regime);
  if (!regime)
    throw new InvalidInput(
      'unknown-regime',
      `Choose one of legal.regimes: ${ctx.config.legal.regimes.join(', ') || 'none is set'}.`,
    );
  const { choice } = input;
  if (!isChoice(choice))
    throw new InvalidInput('unknown-choice', `Choose one of ${Object.keys(NOTIFY_CHOICES).join(', ')}.`);
  return recordChange(ctx.db, async (tx) => {
    await lockCase(tx, caseId);
    const open = await openDecision(tx, caseId, regime);
    await castVote(tx, open.id, choice, counsel);
    const agreeing = await countVoices(ctx, tx, open.id, choice, counsel.concerned);
    const missing = Math.max(0, ctx.config.legal.quorum - agreeing);
    if (missing === 0) await settle(tx, open.id, choice);
    await touchCase(tx, caseId);
    const detail = {
      regime,
      name: regimes[regime].name,
      choice,
      label: NOTIFY_CHOICES[choice],
      by: counsel.name,
      person: counsel.person,
      reason: counsel.reason,
      missing,
      follows: open.follows,
      proposals: await proposalsNow(tx, caseId, regime),
    };
    const what = missing === 0 ? 'legal.decided' : 'legal.voted';
    const refs = { legalDecision: open.id };
    return {
      result: { decided: missing === 0, missing },
      journal: [{ actor: counsel.actor, what, caseId, refs, detail }],
    };
  });
}

/** The record still being voted on, or a new one that follows the last decision on this regime. */
async function openDecision(tx: Tx, caseId: number, regime: RegimeId): Promise<{ id: string; follows: string | null }> {
  const all = tx
    .selectFrom('legal_decisions')
    .select(['id', 'follows', 'decided_at'])
    .where('case_id', '=', caseId)
    .where('regime', '=', regime);
  const open = await all.where('decided_at', 'is', null).executeTakeFirst();
  if (open) return open;
  const last = await all.orderBy('decided_at', 'desc').executeTakeFirst();
  return tx
    .insertInto('legal_decisions')
    .values({ case_id: caseId, regime, follows: last?.id ?? null })
    .returning(['id', 'follows'])
    .executeTakeFirstOrThrow();
}

/** A person has one voice; a later one takes the place of the earlier. */
async function castVote(tx: Tx, decisionId: string, choice: NotifyChoice, counsel: Counsel): Promise<void> {
  const { person, slackUser, name, reason } = counsel;
  await tx
    .updateTable('legal_votes')
    .set({ replaced_at: sql<Date>`now()` })
    .where('decision_id', '=', decisionId)
    .where('person', '=', person)
    .where('replaced_at', 'is', null)
    .execute();
  await tx
    .insertInto('legal_votes')
    .values({ decision_id: decisionId, person, slack_user: slackUser, name, choice, reason })
    .execute();
}

/** Different people who say this now and may still decide: in the role, not suspended, not concerned by what is known today. */
async function countVoices(
  ctx: Context,
  tx: Tx,
  decisionId: string,
  choice: NotifyChoice,
  concerned: readonly string[],
): Promise<number> {
  const able = new Set(
    members(ctx, 'legal')
      .map(({ email }) => email.toLowerCase())
      .filter((email) => !concerned.includes(email)),
  );
  const voices = await tx
    .selectFrom('legal_votes')
    .select('person')
    .where('decision_id', '=', decisionId)
    .where('choice', '=', choice)
    .where('replaced_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('suspensions')
            .select('suspensions.id')
            .whereRef('suspensions.person', '=', 'legal_votes.person')
            .where('suspensions.lifted_at', 'is', null),
        ),
      ),
    )
    .execute();
  return new Set(voices.map(({ person }) => person).filter((person) => able.has(person))).size;
}

const settle = (tx: Tx, decisionId: string, choice: NotifyChoice) =>
  tx
    .updateTable('legal_decisions')
    .set({ choice, decided_at: sql<Date>`now()` })
    .where('id', '=', decisionId)
    .where('decided_at', 'is', null)
    .execute();

/** What was proposed when somebody decided, so that the record stands by itself. */
async function proposalsNow(tx: Tx, caseId: number, regime: RegimeId) {
  const set = await tx
    .selectFrom('legal_moments')
    .select(['moment', 'at'])
    .where('case_id', '=', caseId)
    .where('superseded_at', 'is', null)
    .execute();
  const moments = Object.fromEntries(set.map(({ moment, at }) => [moment, at.toISOString()]));
  return proposeDeadlines([regime], moments).map(({ clock, counted, dueAt, atTheLatest, zone }) => ({
    clock,
    counted,
    dueAt,
    atTheLatest,
    zone,
  }));
}
