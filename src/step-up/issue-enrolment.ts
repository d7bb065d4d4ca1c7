import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { type JournalEntry, recordChange, type Tx } from '../journal/record-change.ts';
import { queueNotice } from '../noise/notice.ts';
import { ownSite } from './own-site.ts';
import { personNamed } from './person.ts';
import { newToken, sha256Of } from './token.ts';

const ENROLMENT_MINUTES = 15;

interface IssueInput {
  /** An e-mail address or a Slack id of cordon.yaml. */
  person: string;
  /** What the person has enrolled so far stops counting at once. */
  replace: boolean;
  madeBy: string;
  actor: Actor;
}

export interface IssuedEnrolment {
  url: string;
  name: string;
  email: string;
  expiresAt: string;
  removed: number;
}

/** A one-time link on which one person enrols a key. An earlier open link of the same person is worth nothing any more. */
export async function issueEnrolment(ctx: Context, input: IssueInput): Promise<IssuedEnrolment> {
  const { name, email, slack } = personNamed(ctx, input.person);
  const token = newToken();
  const url = `${ownSite(ctx).origin}/pages/enrol/${token}`;
  return recordChange(ctx.db, async (tx) => {
    const removed = input.replace ? await removeAll(tx, { email, slack, actor: input.actor, name }) : [];
    await tx
      .updateTable('enrolments')
      .set({ used_at: sql<Date>`now()` })
      .where('person', '=', email)
      .where('used_at', 'is', null)
      .execute();
    const made = await tx
      .insertInto('enrolments')
      .values({
        token_sha256: sha256Of(token),
        person: email,
        slack_user: slack,
        name,
        made_by: input.madeBy,
        expires_at: sql<Date>`now() + make_interval(mins => ${ENROLMENT_MINUTES})`,
      })
      .returning(['id', 'expires_at'])
      .executeTakeFirstOrThrow();
    const issued = { actor: input.actor, what: 'enrolment.issued', refs: { enrolment: made.id }, detail: { name } };
    const expiresAt = made.expires_at.toISOString();
    return { result: { url, name, email, expiresAt, removed: removed.length }, journal: [issued, ...removed] };
  });
}

async function removeAll(
  tx: Tx,
  { email, slack, name, actor }: { email: string; slack: string; name: string; actor: Actor },
): Promise<JournalEntry[]> {
  const removed = await tx
    .updateTable('authenticators')
    .set({ removed_at: sql<Date>`now()` })
    .where('person', '=', email)
    .where('removed_at', 'is', null)
    .returning(['id', 'kind'])
    .execute();
  if (removed.length === 0) return [];
  const what = 'authenticator.removed';
  const detail = { name, count: removed.length };
  await queueNotice(tx, { key: `removed:${randomUUID()}`, to: { recipient: slack }, what, actor, detail });
  return removed.map(({ id, kind }) => ({ actor, what, refs: { authenticator: id }, detail: { name, kind } }));
}
