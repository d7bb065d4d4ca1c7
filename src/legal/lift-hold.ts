import { sql } from 'kysely';
import { touchCase } from '../cases/touch.ts';
import { caseCode } from '../cases/view.ts';
import type { Context } from '../context.ts';
import { Conflict } from '../errors.ts';
import { recordChange } from '../journal/record-change.ts';
import { asCounsel, type LegalAct } from './counsel.ts';
import { lockCase } from './lock-case.ts';

/** Ends the hold on a case's evidence, also one that came with a case that is part of it now. */
export async function liftHold(ctx: Context, input: LegalAct): Promise<void> {
  const { caseId } = input;
  const { actor, name, person, reason } = await asCounsel(ctx, input);
  await recordChange(ctx.db, async (tx) => {
    await lockCase(tx, caseId);
    const lifted = await tx
      .updateTable('legal_holds')
      .set({ lifted_at: sql<Date>`now()`, lifted_by: person, lift_reason: reason })
      .where('lifted_at', 'is', null)
      .where(sql<boolean>`root_case(case_id) = root_case(${caseId})`)
      .returning(['id', 'case_id'])
      .execute();
    const entries = lifted.map(({ id, case_id }) => ({
      actor,
      what: 'hold.lifted',
      caseId: case_id,
      refs: { legalHold: id },
      detail: { by: name, person, reason },
    }));
    const [first, ...rest] = entries;
    if (!first) throw new Conflict('not-held', `${caseCode(caseId)} is not under a legal hold.`);
    await touchCase(tx, caseId);
    return { result: undefined, journal: [first, ...rest] };
  });
}
