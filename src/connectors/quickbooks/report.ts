import { z } from 'zod';
import { Amount } from './money.ts';
import { fromWallClock } from './zoned-time.ts';

const text = z.union([z.string(), z.number().transform(String)]).catch('');
const Cell = z.object({ value: text, id: text });
type Cell = z.output<typeof Cell>;

interface Row {
  ColData?: Cell[] | null | undefined;
  Rows?: { Row?: Row[] | null | undefined } | null | undefined;
}
const Row: z.ZodType<Row> = z.object({
  ColData: z.array(Cell).nullish(),
  get Rows() {
    return z.object({ Row: z.array(Row).nullish() }).nullish();
  },
});

const Column = z
  .object({
    ColType: z.string().nullish(),
    MetaData: z.array(z.object({ Name: z.string(), Value: z.string() })).nullish(),
  })
  .transform(({ ColType, MetaData }) => MetaData?.find(({ Name }) => Name === 'ColKey')?.Value ?? ColType ?? '');

/** The TransactionList report as it is sent; an empty one has no rows at all, and says so in an option. */
export const TransactionReport = z.object({
  Header: z.object({
    Time: z.string().nullish(),
    Option: z.array(z.object({ Name: z.string(), Value: z.string() })).nullish(),
  }),
  Columns: z.object({ Column: z.array(Column).nullish() }).nullish(),
  Rows: z.object({ Row: z.array(Row).nullish() }).nullish(),
});
export type TransactionReport = z.output<typeof TransactionReport>;

/** What attributes a transaction to somebody. Without them in the report, nobody is named. */
export const ACTOR_COLUMNS = ['create_by', 'last_mod_by'];

/** The amount has been seen under two names. */
const AMOUNT_COLUMNS = ['subt_nat_home_amount', 'subt_nat_amount'];
export const REQUESTED_COLUMNS = [
  ...['tx_date', 'txn_type', 'doc_num', 'name', 'create_date', 'last_mod_date', 'subt_nat_home_amount'],
  ...ACTOR_COLUMNS,
].join(',');

/** One transaction; names are display names, times are UTC, null is what the report leaves empty. */
export interface ReportedTransaction {
  id: string | null;
  type: string;
  number: string | null;
  name: string | null;
  createdBy: string | null;
  created: string | null;
  lastModifiedBy: string | null;
  lastModified: string | null;
  amount: string | null;
}

/** Reads the rows of a report, whether they are in sections or not. Wall-clock times in it are the zone's. */
export function readTransactions(report: TransactionReport, zone: string): ReportedTransaction[] {
  const isEmpty = report.Header.Option?.some(({ Name, Value }) => Name === 'NoReportData' && Value === 'true');
  if (isEmpty) return [];
  const columns = columnsOf(report);
  return flatten(report.Rows?.Row ?? []).map((cells) => {
    const cell = (key: string): Cell | undefined => cells[columns.indexOf(key)];
    const text = (key: string): string | null => cell(key)?.value.trim() || null;
    const time = (key: string): string | null => readTime(text(key), zone);
    const amount = AMOUNT_COLUMNS.map(text).find((value) => value !== null);
    return {
      id: cell('txn_type')?.id || null,
      type: text('txn_type') ?? 'Transaction',
      number: text('doc_num'),
      name: text('name'),
      createdBy: text('create_by'),
      created: time('create_date'),
      lastModifiedBy: text('last_mod_by'),
      lastModified: time('last_mod_date'),
      amount: Amount.safeParse(amount).data ?? null,
    };
  });
}

export const columnsOf = (report: TransactionReport): readonly string[] => report.Columns?.Column ?? [];

/** The offset of the report's own clock: the next best thing to the company's time zone. */
export const reportZone = ({ Header }: TransactionReport): string =>
  Header.Time?.match(/[+-]\d{2}:\d{2}$/)?.[0] ?? 'UTC';

const flatten = (rows: readonly Row[]): Cell[][] =>
  rows.flatMap((row) => (row.Rows ? flatten(row.Rows.Row ?? []) : row.ColData ? [row.ColData] : []));

/** `2026-03-04 23:41:10` is the zone's; a time with an offset speaks for itself; a mere day is when that day begins. */
function readTime(shown: string | null, zone: string): string | null {
  if (shown === null) return null;
  const wallClock = shown.match(/^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?$/);
  const time = wallClock
    ? fromWallClock(`${wallClock[1]} ${(wallClock[2] ?? '00:00').padEnd(8, ':00')}`, zone)
    : new Date(Date.parse(shown));
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
