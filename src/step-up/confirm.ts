import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict } from '../errors.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { approveStep } from '../response/approve-step.ts';
import { breakGlass } from '../response/break-glass.ts';
import type { Vote } from '../response/cast-vote.ts';
import { declineStep } from '../response/decline-step.ts';
import type { Answer } from './challenge.ts';
import { forgetTries } from './lock.ts';
import { type OpenLink, openLink, usedLink } from './open-link.ts';

export interface Confirmed extends Vote {
  answer: Answer;
  stepId: string;
  digest: string;
}

export interface Proof {
  by: 'passkey' | 'totp';
  authenticator: string;
  /** Of the key or the code; must be higher than the last one, so that nothing counts twice. */
  counter: number;
  /** What an auditor needs to check it again. */
  detail: Record<string, unknown>;
}

const STEP_UP = { kind: 'job', name: 'step-up' } as const;

/** The voice is cast now, in one transaction with the end of its link and of what proved it. */
export async function castConfirmed(
  ctx: Context,
  input: { link: OpenLink; token: string; answer: Answer; proof: Proof },
): Promise<Confirmed> {
  const { link, answer, proof } = input;
  const { step_id: stepId, digest, slack_user: slackUser, reason } = link;
  const confirmation = { by: proof.by, spend: (tx: Tx) => spend(tx, input) };
  const cast = answer === 'no' ? declineStep : link.break_glass ? breakGlass : approveStep;
  try {
    return { ...(await cast(ctx, { stepId, digest, slackUser, reason, confirmation })), answer, stepId, digest };
  } catch (error) {
    // It changed under our hands: reading the link again says what.
    if (error instanceof Conflict && error.code === 'out-of-date') await openLink(ctx, input.token);
    throw error;
  }
}

async function spend(tx: Tx, { link, answer, proof }: { link: OpenLink; answer: Answer; proof: Proof }) {
  const used = await tx
    .updateTable('step_up_links')
    .set({ used_at: sql<Date>`now()`, nonce: null })
    .where('id', '=', link.id)
    .where('token_sha256', '=', link.token_sha256)
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  if (used.numUpdatedRows === 0n) throw usedLink();
  const counted = await tx
    .updateTable('authenticators')
    .set({ counter: proof.counter })
    .where('id', '=', proof.authenticator)
    .where('person', '=', link.person)
    .where('removed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('counter', '<', proof.counter), eb.and([eb('counter', '=', 0), eb.val(proof.counter === 0)])]),
    )
    .executeTakeFirstOrThrow();
  if (counted.numUpdatedRows === 0n)
    throw new Conflict(
      'used-code',
      'This confirmation was used already. Nothing more was counted. Try again with a new one.',
    );
  await forgetTries(tx, link.person);
  const refs = { step: link.step_id, digest: link.digest, link: link.id, authenticator: proof.authenticator };
  const detail = { title: link.step.title, name: link.name, answer, by: proof.by, ...proof.detail };
  return [{ actor: STEP_UP, what: 'step-up.confirmed', caseId: link.step.case_id, refs, detail }];
}

/** Somebody tried and it was not right: in the record, and nothing else happens. */
export const recordRefusal = (ctx: Context, link: OpenLink, why: string): Promise<void> =>
  recordChange<void>(ctx.db, async () => {
    const refs = { step: link.step_id, link: link.id };
    const detail = { title: link.step.title, name: link.name, why };
    return {
      result: undefined,
      journal: [{ actor: STEP_UP, what: 'step-up.refused', caseId: link.step.case_id, refs, detail }],
    };
  });
