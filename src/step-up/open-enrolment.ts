import { type Selectable, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { EnrolmentsTable } from '../db/step-up-tables.ts';
import { Conflict, NotFound } from '../errors.ts';
import { personBySlack } from './person.ts';
import { sha256Of } from './token.ts';

export type OpenEnrolment = Selectable<EnrolmentsTable>;

/** Reads a link on which a key can still be enrolled, or throws the sentence that says why not. Changes nothing. */
export async function openEnrolment(ctx: Context, token: string): Promise<OpenEnrolment> {
  const found = await ctx.db
    .selectFrom('enrolments')
    .selectAll()
    .select(sql<boolean>`expires_at <= now()`.as('late'))
    .where('token_sha256', '=', sha256Of(token))
    .executeTakeFirst();
  if (!found || personBySlack(ctx, found.slack_user)?.email !== found.person)
    throw new NotFound('unknown-link', 'This link leads nowhere. Ask whoever gave it to you for a new one.');
  const { late, ...enrolment } = found;
  if (enrolment.used_at) throw spentEnrolment();
  if (late)
    throw new Conflict('expired-link', 'This link is older than 15 minutes. Nothing was enrolled. Ask for a new one.');
  return enrolment;
}

export const spentEnrolment = (): Conflict =>
  new Conflict(
    'used-link',
    'This link was used already, or a newer one was made. Nothing more was enrolled. Ask for a new one.',
  );
