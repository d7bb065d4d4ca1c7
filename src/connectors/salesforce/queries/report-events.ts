import { z } from 'zod';
import { defineQuery } from '../../define.ts';
import type { SalesforceClient } from '../client.ts';
import { AboutPersonAndTime, sameId } from '../person.ts';
import { ReportEventRow } from '../schema.ts';
import { soql } from '../soql.ts';
import { resolveUser } from '../users.ts';
import { counted } from '../words.ts';

const PAGES = 8;

export const reportEvents = defineQuery({
  id: 'salesforce.report-events',
  question: 'Which reports did this person run or export?',
  input: AboutPersonAndTime,
  data: z.object({
    reports: z.array(z.object({ name: z.string(), rows: z.number(), exported: z.boolean(), when: z.string() })),
  }),
  async run(client: SalesforceClient, { person, since, until }, call) {
    const { id, name } = await resolveUser(client, person, call);
    const [from, to] = [new Date(since), new Date(until)];
    const { rows, cut } = await client.query(
      soql`
        SELECT EventDate, UserId, Name, Operation, RowsProcessed, ExportFileFormat, ExecutionIdentifier,
          EventIdentifier, SourceIp
        FROM ReportEvent WHERE EventDate >= ${from} AND EventDate <= ${to} ORDER BY EventDate DESC`,
      ReportEventRow,
      call,
      { pages: PAGES },
    );
    const mine = rows.filter(({ userId }) => sameId(userId, id));
    // A large run comes in chunks that repeat everything but the records.
    const runs = [...Map.groupBy(mine, ({ execution }) => execution).values()].flatMap((chunks) => {
      const first = chunks.at(-1);
      return first ? [{ ...first, rows: Math.max(...chunks.map((chunk) => chunk.rows)) }] : [];
    });
    const reports = runs.toSorted((one, other) => one.when.localeCompare(other.when));
    return {
      summary: summarise(name, reports),
      data: {
        reports: reports.map(({ name: report, rows: count, exported, when }) => ({
          name: report,
          rows: count,
          exported,
          when,
        })),
      },
      events: reports.map((report) => ({
        when: report.when,
        what: `Report "${report.name}" ${report.exported ? 'exported' : 'run'} (${counted(report.rows, 'row')})`,
        ...(report.address === null ? {} : { where: report.address }),
      })),
      lookedAt: [{ source: 'ReportEvent', from: from.toISOString(), to: to.toISOString(), rows: rows.length }],
      notVisible: cut
        ? [`Reports before ${rows.at(-1)?.when}: only the newest ${counted(rows.length, 'event')} were read.`]
        : [],
    };
  },
});

function summarise(name: string, reports: readonly { rows: number; exported: boolean }[]): string {
  const exports = reports.filter(({ exported }) => exported);
  const exported = exports.reduce((sum, { rows }) => sum + rows, 0);
  const ran = `${name} ran ${counted(reports.length, 'report')}`;
  if (exports.length === 0) return `${ran} and exported none.`;
  return `${ran} and exported ${exports.length.toLocaleString('en-US')} of them, ${counted(exported, 'row')}.`;
}
