import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

export interface Joining {
  id: string;
  at: Date;
  because: string;
}

/** Gives detections to a case: they are in its story, its questions are asked again, and its score is worked out anew. */
export async function joinCase(
  tx: Tx,
  caseId: number,
  joining: readonly Joining[],
  playbook?: { id: string; version: string },
): Promise<void> {
  for (const { id, because } of joining)
    await tx.updateTable('detections').set({ case_id: caseId, joined_because: because }).where('id', '=', id).execute();
  const times = joining.map(({ at }) => at.getTime());
  await tx
    .updateTable('cases')
    .set((eb) => ({
      first_seen: sql<Date>`least(first_seen, ${new Date(Math.min(...times))})`,
      last_seen: sql<Date>`greatest(last_seen, ${new Date(Math.max(...times))})`,
      round: eb('round', '+', 1),
      revision: eb('revision', '+', 1),
      updated_at: sql<Date>`now()`,
      due_at: sql<Date>`now()`,
      ...(playbook && { playbook: playbook.id, playbook_version: playbook.version }),
    }))
    .where('id', '=', caseId)
    .execute();
}
