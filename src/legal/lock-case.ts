import type { Tx } from '../journal/record-change.ts';

/** What legal does on one case happens one after the other. */
export const lockCase = (tx: Tx, caseId: number) =>
  tx.selectFrom('cases').select('id').where('id', '=', caseId).forUpdate().executeTakeFirstOrThrow();
