import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import type { Context } from '../context.ts';
import type { Moment } from '../db/legal-tables.ts';
import { InvalidInput } from '../errors.ts';
import { recordChange } from '../journal/record-change.ts';
import { asCounsel, type LegalAct } from './counsel.ts';
import { lockCase } from './lock-case.ts';

export const MOMENTS: readonly Moment[] = ['detected', 'aware', 'classified', 'material'];
export const isMoment = (word: string): word is Moment => MOMENTS.some((moment) => moment === word);

/** A person of legal says when something was so. A later setting supersedes the earlier one, which stays in the journal. */
export async function setMoment(ctx: Context, input: LegalAct & { moment: string; at: Date }): Promise<{ at: string }> {
  const { caseId, moment, at } = input;
  const { actor, name, person, reason } = await asCounsel(ctx, input);
  if (!isMoment(moment)) throw new InvalidInput('unknown-moment', `Choose one of ${MOMENTS.join(', ')}.`);
  if (Number.isNaN(at.getTime())) throw new InvalidInput('no-time', 'Say when it was so.');
  if (at.getTime() > ctx.clock.now().getTime())
    throw new InvalidInput('in-the-future', 'That time is still ahead. A moment is set once it has come.');
  return recordChange(ctx.db, async (tx) => {
    await lockCase(tx, caseId);
    const before = await tx
      .updateTable('legal_moments')
      .set({ superseded_at: sql<Date>`now()` })
      .where('case_id', '=', caseId)
      .where('moment', '=', moment)
      .where('superseded_at', 'is', null)
      .returning('at')
      .executeTakeFirst();
    const { id } = await tx
      .insertInto('legal_moments')
      .values({ case_id: caseId, moment, at, person, name, reason })
      .returning('id')
      .executeTakeFirstOrThrow();
    await touchCase(tx, caseId);
    const detail = { moment, at: at.toISOString(), was: before?.at.toISOString() ?? null, by: name, person, reason };
    return {
      result: { at: at.toISOString() },
      journal: [{ actor, what: 'legal.moment-set', caseId, refs: { legalMoment: id }, detail }],
    };
  });
}
