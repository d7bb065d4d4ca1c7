import { touchCase } from '../cases/touch.ts';
import { caseCode } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { Conflict } from '../errors.ts';
import { recordChange } from '../journal/record-change.ts';
import { asCounsel, type LegalAct } from './counsel.ts';
import { lockCase } from './lock-case.ts';

/** From now on the database refuses to delete anything of the case, whoever asks, until legal lifts the hold. */
export async function placeHold(ctx: Context, input: LegalAct): Promise<void> {
  const { caseId } = input;
  const { actor, name, person, reason } = await asCounsel(ctx, input);
  await recordChange(ctx.db, async (tx) => {
    await lockCase(tx, caseId);
    const placed = await tx
      .insertInto('legal_holds')
      .values({ case_id: caseId, person, name, reason })
      .onConflict((conflict) => conflict.column('case_id').where('lifted_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!placed) throw new Conflict('already-held', `${caseCode(caseId)} is under a legal hold already.`);
    await touchCase(tx, caseId);
    const detail = { by: name, person, reason };
    return {
      result: undefined,
      journal: [{ actor, what: 'hold.placed', caseId, refs: { legalHold: placed.id }, detail }],
    };
  });
}
