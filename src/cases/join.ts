import { sql } from 'kysely';
import type { Tx } from '../journal/record-change.ts';

const MOST_TRIES = 5;

/** Another case took a detection while this one was being put together: what was known is out of date. */
class TakenMeanwhile extends Error {}

/** Does it once more from the beginning, with what is known by then. */
export async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TakenMeanwhile) || tries === MOST_TRIES) throw error;
    }
  }
}

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
  for (const { id, because } of joining) {
    const taken = await tx
      .updateTable('detections')
      .set({ case_id: caseId, joined_because: because })
      .where('id', '=', id)
      .where('case_id', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!taken) throw new TakenMeanwhile();
  }
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
