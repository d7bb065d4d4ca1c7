import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { unseal } from '../db/seal.ts';
import { type CordonError, Forbidden } from '../errors.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { queueNotice } from '../noise/notice.ts';
import { type Authenticator, usableAuthenticators } from './authenticators.ts';
import type { Answer } from './challenge.ts';
import { keyFor, stepOfCode } from './codes.ts';
import { type Confirmed, castConfirmed } from './confirm.ts';
import { lockedOut } from './lock.ts';
import { type OpenLink, openLink } from './open-link.ts';

const MOST_WRONG = 5;
const LOCK_MINUTES = 15;
const STEP_UP = { kind: 'job', name: 'step-up' } as const;

interface CodeInput {
  token: string;
  answer: Answer;
  code: string;
  /** CORDON_KEY */
  key: Buffer | undefined;
}

/** A wrong code, or the lock it led to; `messageIds` tell the person and security. */
export interface Refused {
  refusal: CordonError;
  messageIds: readonly string[];
}

/** The voice on a link, confirmed with a code of this person's authenticator app. A code counts once; five wrong ones lock the person out. */
export async function confirmWithCode(ctx: Context, input: CodeInput): Promise<Confirmed | Refused> {
  const { token, answer } = input;
  const key = keyFor(input.key);
  const link = await openLink(ctx, token);
  const apps = (await usableAuthenticators(ctx, link)).filter(({ kind }) => kind === 'totp');
  if (apps.length === 0)
    throw new Forbidden('no-codes', `No authenticator app can be used for ${link.name} now. Use the passkey.`);
  const tried = await recordChange<Refused | { authenticator: string; counter: number }>(ctx.db, async (tx) => {
    const tries = await lockTries(tx, link.person);
    if (tries.locked_until)
      return { result: { refusal: lockedOut(link.name, tries.locked_until), messageIds: [] }, journal: 'unchanged' };
    const right = findRight(apps, { key, code: input.code, now: ctx.clock.now() });
    return right ? { result: right, journal: 'unchanged' } : countWrong(ctx, tx, link, tries.wrong + 1);
  });
  if ('refusal' in tried) return tried;
  return castConfirmed(ctx, { link, token, answer, proof: { by: 'totp', ...tried, detail: {} } });
}

/** One try after the other, over all servers; a lock that is over begins a new count. */
async function lockTries(tx: Tx, person: string): Promise<{ wrong: number; locked_until: Date | null }> {
  await tx
    .insertInto('step_up_tries')
    .values({ person })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('step_up_tries')
    .select(['wrong', 'locked_until', sql<boolean>`coalesce(locked_until <= now(), false)`.as('over')])
    .where('person', '=', person)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.over ? { wrong: 0, locked_until: null } : row;
}

function findRight(apps: readonly Authenticator[], at: { key: Buffer; code: string; now: Date }) {
  for (const { id, sealed, counter } of apps) {
    const secret = unseal(at.key, sealName(id), sealed ?? Buffer.alloc(0));
    const step = stepOfCode(secret, at.code, { now: at.now, after: counter });
    if (step !== undefined) return { authenticator: id, counter: step };
  }
  return undefined;
}

export const sealName = (authenticator: string): string => `authenticator:${authenticator}`;

async function countWrong(ctx: Context, tx: Tx, link: OpenLink, wrong: number) {
  const locks = wrong >= MOST_WRONG;
  const until = locks ? sql<Date>`now() + make_interval(mins => ${LOCK_MINUTES})` : null;
  const { locked_until } = await tx
    .updateTable('step_up_tries')
    .set({ wrong, locked_until: until })
    .where('person', '=', link.person)
    .returning('locked_until')
    .executeTakeFirstOrThrow();
  const detail = { title: link.step.title, name: link.name, why: 'a wrong code, or one used before', wrong };
  const refs = { step: link.step_id, link: link.id };
  const entry: JournalEntry = { actor: STEP_UP, what: 'step-up.refused', caseId: link.step.case_id, refs, detail };
  if (!locked_until)
    return { result: { refusal: wrongCode(MOST_WRONG - wrong), messageIds: [] }, journal: [entry] as const };
  const lock = { ...entry, what: 'step-up.locked', detail: { ...detail, until: locked_until.toISOString() } };
  const told = [{ recipient: link.slack_user }, { channel: ctx.config.slack.channels.triage }].map((to, index) =>
    queueNotice(tx, { key: `locked:${link.id}:${locked_until.toISOString()}:${index}`, to, ...lock }),
  );
  const messageIds = (await Promise.all(told)).filter((id) => id !== undefined);
  return { result: { refusal: lockedOut(link.name, locked_until), messageIds }, journal: [entry, lock] as const };
}

const wrongCode = (left: number): Forbidden =>
  new Forbidden(
    'wrong-code',
    `This code is wrong, or was used before. Nothing was counted. Wait for the next one; ${left} more wrong ${left === 1 ? 'code locks' : 'codes lock'} you out for ${LOCK_MINUTES} minutes.`,
  );
