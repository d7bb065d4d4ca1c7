import { sql } from 'kysely';
import type { Detection } from '../detections/detection.ts';
import type { Tx } from '../journal/record-change.ts';

/** Opens a case with one detection. Returns its number. */
export async function startCase(
  tx: Tx,
  input: { detection: Detection; detectionId: string; playbook: { id: string; version: string }; because?: string },
): Promise<number> {
  const { detection, detectionId, playbook, because } = input;
  const insert = tx
    .insertInto('cases')
    .values({
      playbook: playbook.id,
      playbook_version: playbook.version,
      severity: detection.severity,
      title: detection.title,
      product: detection.product ?? null,
      first_seen: detection.occurredAt,
      last_seen: detection.occurredAt,
      due_at: sql<Date>`now()`,
    })
    .returning('id');
  const { id } = await tx
    .with('opened', () => insert)
    .updateTable('detections')
    .from('opened')
    .set((eb) => ({ case_id: eb.ref('opened.id'), ...(because && { joined_because: because }) }))
    .where('detections.id', '=', detectionId)
    .returning('opened.id')
    .executeTakeFirstOrThrow();
  return id;
}
