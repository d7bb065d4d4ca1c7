import { z } from 'zod';
import type { TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import { NAME_MATCH, NO_PEOPLE_API } from '../blind-spots.ts';
import type { QuickbooksClient } from '../client.ts';
import { recordId } from '../records.ts';
import { ACTOR_COLUMNS, columnsOf, type ReportedTransaction, readTransactions, reportZone } from '../report.ts';
import { readTransactionList } from '../transaction-list.ts';
import { DAY_MS, moment } from '../window.ts';
import { byTime, counted } from '../words.ts';
import { inZone } from '../zoned-time.ts';

const text = z.string().nullable();

const Input = z.object({ since: moment, until: moment, vendorId: recordId.optional() });
type Input = z.infer<typeof Input>;

const Data = z.object({
  transactions: z.array(
    z.object({
      id: text,
      /** When it was entered, if that is in the window, else when it was last changed; ISO 8601 in UTC. */
      when: z.string(),
      type: z.string(),
      number: text,
      name: text,
      createdBy: text,
      lastModifiedBy: text,
      /** In the home currency; what leaves an account is negative. */
      amount: text,
    }),
  ),
});
type Data = z.infer<typeof Data>;

/** The report answers with everything at once, so it is asked for a month at most. */
const MOST_DAYS = 31;
const MAX_EVENTS = 20;

/** Transactions entered or changed in a window, and by whom: the only place where QuickBooks says it. */
export const transactions = defineQuery<QuickbooksClient, Input, Data>({
  id: 'quickbooks.transactions',
  question: 'Who entered or changed which transactions in QuickBooks?',
  input: Input,
  data: Data,
  async run(client, { since, until, vendorId }, call) {
    const end = new Date(until);
    const start = new Date(Math.max(Date.parse(since), end.getTime() - MOST_DAYS * DAY_MS));
    const report = await readTransactionList(client, { since: start, vendorId }, call);
    const zone = client.timezone ?? reportZone(report);
    const rows = readTransactions(report, zone);
    const isIn = (time: string | null) => time !== null && overlaps(time, zone, start, end);
    const found = rows.filter(({ created, lastModified }) => isIn(created) || isIn(lastModified));
    const shown = found.map(({ created, lastModified, ...row }) => ({
      ...row,
      when: (isIn(created) ? created : lastModified) ?? start.toISOString(),
    }));
    const undated = rows.filter(({ created, lastModified }) => created === null && lastModified === null).length;
    return {
      summary: summarise(shown),
      data: { transactions: shown.sort((a, b) => a.when.localeCompare(b.when)) },
      events: byTime(found.flatMap((row) => eventsOf(row, isIn))).slice(-MAX_EVENTS),
      lookedAt: [
        { source: 'QuickBooks TransactionList report', from: start.toISOString(), to: until, rows: rows.length },
      ],
      notVisible: [
        ...(Date.parse(since) < start.getTime()
          ? [`Before ${start.toISOString().slice(0, 10)}: the report is read for ${MOST_DAYS} days at most.`]
          : []),
        ...missing(columnsOf(report)),
        ...(undated > 0 ? [`${counted(undated, 'row')} without a time of entry or change.`] : []),
        ...(client.timezone
          ? []
          : [`Times are read with the offset of the report's clock (${zone}); set connectors.quickbooks.timezone.`]),
        NAME_MATCH,
        'Deleted transactions leave the report, and with them who deleted them.',
        NO_PEOPLE_API,
      ],
    };
  },
});

/** A time of exactly midnight is a day without a time: it counts when any part of it is in the window. */
function overlaps(time: string, zone: string, start: Date, end: Date): boolean {
  const at = Date.parse(time);
  const lasting = inZone(new Date(at), zone).slice(11, 19) === '00:00:00' ? DAY_MS - 1 : 0;
  return at + lasting >= start.getTime() && at <= end.getTime();
}

const missing = (columns: readonly string[]): string[] =>
  ACTOR_COLUMNS.every((column) => columns.includes(column))
    ? []
    : ['Who entered or changed them: QuickBooks left these columns out of the report.'];

function eventsOf(row: ReportedTransaction, isIn: (time: string | null) => boolean): TimelineEvent[] {
  const what = `${row.type}${row.name ? ` to ${row.name}` : ''}`;
  const { created, lastModified } = row;
  const events: TimelineEvent[] = [];
  if (created && isIn(created)) events.push({ when: created, what: `${what} entered${by(row.createdBy)}` });
  if (lastModified && isIn(lastModified) && lastModified !== created)
    events.push({ when: lastModified, what: `${what} changed${by(row.lastModifiedBy)}` });
  return events;
}

const by = (name: string | null): string => (name ? ` by ${name}` : '');

function summarise(rows: Data['transactions']): string {
  const names = [...new Set(rows.flatMap(({ createdBy, lastModifiedBy }) => [createdBy, lastModifiedBy]))].filter(
    (name) => name !== null,
  );
  const people =
    names.length === 0 ? '' : `, by ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' and others' : ''}`;
  return `${counted(rows.length, 'transaction')} entered or changed${people}.`;
}
