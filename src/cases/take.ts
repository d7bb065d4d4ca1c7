import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Actor } from '../journal/actor.ts';
import { recordChange, type Tx } from '../journal/record-change.ts';
import { Owner } from './owner.ts';

/** Somebody says: this one is mine. The first one has it; taking it over from somebody is a separate, visible act. */
export async function takeCase(ctx: Context, input: { caseId: number; by: Owner; actor: Actor }): Promise<void> {
  const { caseId, by, actor } = input;
  await recordChange(ctx.db, async (tx) => {
    const taken = await tx
      .updateTable('cases')
      .set((eb) => ({
        owner: JSON.stringify(by),
        state: eb
          .case()
          .when('state', '=', 'new')
          .then('investigating' as const)
          .else(eb.ref('state'))
          .end(),
        quiet: false,
        hold: null,
        prepare_at: sql<Date>`now()`,
        revision: eb('revision', '+', 1),
        updated_at: sql<Date>`now()`,
      }))
      .where('id', '=', caseId)
      .where('owner', 'is', null)
      .where('state', '<>', 'closed')
      .where('hold', 'is distinct from', 'canary')
      .returning('id')
      .executeTakeFirst();
    if (!taken) throw new Conflict('already-taken', await tellWhy(tx, caseId));
    return { result: undefined, journal: [{ actor, what: 'case.taken', caseId, detail: { name: by.name } }] };
  });
}

/** Reads inside the transaction: a second connection for each of many losers at once would leave the pool empty. */
async function tellWhy(tx: Tx, caseId: number): Promise<string> {
  const head = await tx.selectFrom('cases').select(['state', 'owner']).where('id', '=', caseId).executeTakeFirst();
  if (!head) throw new NotFound('unknown-case', `There is no case ${caseId}.`);
  const owner = Owner.nullable().parse(head.owner);
  if (head.state === 'closed') return 'This case is closed. Reopen it first.';
  return owner
    ? `${owner.name} has already taken this case.`
    : 'This case cannot be taken right now. Please press again.';
}
