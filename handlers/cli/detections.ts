import { caseCode } from '#src/cases/view.ts';
import { Detection } from '#src/detections/detection.ts';
import type { Command } from './command.ts';

export const detectionsListCommand: Command = {
  name: 'detections list',
  says: 'every detection with its case and why it joined',
  needs: 'database',
  async run(_, ctx) {
    const rows = await ctx.db
      .selectFrom('detections')
      .select(['id', 'delivery_id', 'source', 'fingerprint', 'case_id', 'joined_because', 'body', 'created_at'])
      .orderBy('created_at', 'desc')
      .execute();
    const detections = rows.map((row) => ({
      id: row.id,
      delivery: row.delivery_id,
      source: row.source,
      fingerprint: row.fingerprint,
      case: row.case_id === null ? null : caseCode(row.case_id),
      joinedBecause: row.joined_because,
      detection: Detection.parse(row.body),
    }));
    return {
      data: detections,
      lines: detections.map(
        ({ id, case: found, detection }) =>
          `${id} ${(found ?? 'no case').padEnd(9)} ${detection.severity.padEnd(8)} ${detection.title}`,
      ),
    };
  },
};
