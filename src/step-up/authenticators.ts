import { type Selectable, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { AuthenticatorsTable } from '../db/step-up-tables.ts';
import { Forbidden } from '../errors.ts';
import { moment } from './moment.ts';

export type Authenticator = Selectable<AuthenticatorsTable>;

/** Everything enrolled for a person, with the moment from which each may confirm. */
export function authenticatorsOf(ctx: Context, person: string) {
  const wait = sql`make_interval(mins => ${ctx.config.policy.step_up_wait_minutes})`;
  return ctx.db
    .selectFrom('authenticators')
    .selectAll()
    .select([sql<Date>`bound_at + ${wait}`.as('usable_at'), sql<boolean>`bound_at + ${wait} <= now()`.as('usable')])
    .where('person', '=', person)
    .where('removed_at', 'is', null)
    .orderBy('bound_at')
    .execute();
}

/** What this person may confirm with now; else the sentence that says what is missing, or from when on. */
export async function usableAuthenticators(
  ctx: Context,
  { person, name }: { person: string; name: string },
): Promise<readonly Authenticator[]> {
  const all = await authenticatorsOf(ctx, person);
  const usable = all.filter((one) => one.usable);
  const [first] = all;
  if (usable.length > 0) return usable;
  if (!first)
    throw new Forbidden(
      'not-enrolled',
      `This takes a confirmation with your own key, and none is enrolled for ${name}. Nothing was counted. Whoever runs Cordon can enrol one with you: cordon enrol.`,
    );
  throw new Forbidden(
    'too-fresh',
    `The key of ${name} was enrolled only a short while ago; it can confirm from ${moment(first.usable_at)} on. Nothing was counted. Somebody else of the role can decide sooner.`,
  );
}
