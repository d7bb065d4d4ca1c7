import { type Insertable, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { AuthenticatorsTable } from '../db/step-up-tables.ts';
import { recordChange } from '../journal/record-change.ts';
import { queueNotice } from '../noise/notice.ts';
import { type OpenEnrolment, spentEnrolment } from './open-enrolment.ts';

export interface Bound {
  /** From when on it can confirm something. */
  usableAt: string;
  messageId: string | undefined;
}

/** Ends the link and binds what was enrolled on it, and its person is told in Slack: one transaction. */
export async function bind(
  ctx: Context,
  enrolment: OpenEnrolment,
  bound: Omit<Insertable<AuthenticatorsTable>, 'person'>,
): Promise<Bound> {
  const wait = sql`make_interval(mins => ${ctx.config.policy.step_up_wait_minutes})`;
  return recordChange<Bound>(ctx.db, async (tx) => {
    const used = await tx
      .updateTable('enrolments')
      .set({ used_at: sql<Date>`now()`, challenge: null, sealed: null })
      .where('id', '=', enrolment.id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirstOrThrow();
    if (used.numUpdatedRows === 0n) throw spentEnrolment();
    const { id, kind, usable_at } = await tx
      .insertInto('authenticators')
      .values({ ...bound, person: enrolment.person })
      .returning(['id', 'kind', sql<Date>`bound_at + ${wait}`.as('usable_at')])
      .executeTakeFirstOrThrow();
    const usableAt = usable_at.toISOString();
    const actor = { kind: 'cli' as const, user: enrolment.made_by };
    const what = 'authenticator.bound';
    const detail = { name: enrolment.name, kind, usableAt };
    const to = { recipient: enrolment.slack_user };
    const messageId = await queueNotice(tx, { key: `bound:${id}`, to, what, actor, detail });
    const entry = {
      actor,
      what,
      refs: { authenticator: id, enrolment: enrolment.id },
      detail,
    };
    return { result: { usableAt, messageId }, journal: [entry] };
  });
}
