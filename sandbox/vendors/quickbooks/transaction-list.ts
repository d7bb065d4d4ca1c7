import type { TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { ok } from './answers.ts';
import { CURRENCY } from './books.ts';
import { type Company, vendorOf } from './company.ts';
import { asShown, localDay, withOffset } from './wall-clock.ts';

interface Cell {
  value: string;
  id?: string;
}
type Cells = Readonly<Record<string, Cell>>;

interface Line {
  name: string;
  vendorId: string;
  cells: Cells;
}

const TITLES: Readonly<Record<string, string>> = {
  tx_date: 'Date',
  txn_type: 'Transaction Type',
  doc_num: 'Num',
  name: 'Name',
  account_name: 'Account',
  create_by: 'Created By',
  create_date: 'Create Date',
  last_mod_by: 'Last Modified By',
  last_mod_date: 'Last Modified',
  subt_nat_home_amount: 'Amount',
};
const USUAL_COLUMNS = ['tx_date', 'txn_type', 'doc_num', 'name', 'account_name', 'subt_nat_home_amount'];

/** `GET /reports/TransactionList`: bill payments and bills, flat, or in sections when grouped. */
export function transactionList(company: Company, { query }: TwinRequest): TwinAnswer {
  const asked = query
    .get('columns')
    ?.split(',')
    .filter((column) => column in TITLES);
  const columns = asked ?? USUAL_COLUMNS;
  const lines = linesOf(company).filter((line) => isAsked(line, query));
  lines.sort((a, b) => textOf(a, 'tx_date').localeCompare(textOf(b, 'tx_date')));
  const isGrouped = (query.get('group_by') ?? 'None') !== 'None';
  const rows = isGrouped ? sections(lines, columns) : lines.map((line) => dataRow(line, columns));
  const now = company.world.now();
  return ok({
    Header: {
      ReportName: 'TransactionList',
      StartPeriod: query.get('start_date') ?? localDay(now, -30),
      EndPeriod: query.get('end_date') ?? localDay(now),
      Currency: CURRENCY,
      Time: withOffset(now.toISOString()),
      Option: [{ Name: 'NoReportData', Value: String(rows.length === 0) }],
    },
    Columns: { Column: columns.map((column) => ({ ColTitle: TITLES[column], ColType: column })) },
    Rows: rows.length === 0 ? {} : { Row: rows },
  });
}

/** Filters are whole days of the company's. */
function isAsked(line: Line, query: URLSearchParams): boolean {
  const isWithin = (column: string, name: string) => {
    const day = textOf(line, column).slice(0, 10);
    return day >= (query.get(`start_${name}`) ?? '') && day <= (query.get(`end_${name}`) ?? '9999');
  };
  const vendors = query.get('vendor')?.split(',');
  return (
    isWithin('tx_date', 'date') &&
    isWithin('create_date', 'createdate') &&
    isWithin('last_mod_date', 'moddate') &&
    (vendors?.includes(line.vendorId) ?? true)
  );
}

function linesOf(company: Company): Line[] {
  const { payments, bills } = company.books;
  return [
    ...payments.map((payment) =>
      lineOf(company, payment, 'Bill Payment (Check)', 'Checking', payment.voided ? 0 : -payment.cents),
    ),
    ...bills.map((bill) => lineOf(company, bill, 'Bill', 'Accounts Payable (A/P)', bill.cents)),
  ];
}

type Transaction = Company['books']['bills'][number] | Company['books']['payments'][number];

function lineOf(company: Company, row: Transaction, type: string, account: string, cents: number): Line {
  const name = vendorOf(company, row.vendorId)?.name ?? '';
  const cells = {
    tx_date: { value: row.date },
    txn_type: { value: type, id: row.id },
    doc_num: { value: row.number },
    name: { value: name, id: row.vendorId },
    account_name: { value: account },
    create_by: { value: row.createdBy },
    create_date: { value: asShown(row.createdAt) },
    last_mod_by: { value: row.updatedBy },
    last_mod_date: { value: asShown(row.updatedAt) },
    subt_nat_home_amount: { value: (cents / 100).toFixed(2) },
  };
  return { name, vendorId: row.vendorId, cells };
}

const textOf = ({ cells }: Line, column: string): string => cells[column]?.value ?? '';

const dataRow = ({ cells }: Line, columns: readonly string[]) => ({
  type: 'Data',
  ColData: columns.map((column) => cells[column] ?? { value: '' }),
});

const sections = (lines: readonly Line[], columns: readonly string[]) =>
  [...Map.groupBy(lines, ({ name }) => name)].map(([name, inSection]) => ({
    type: 'Section',
    Header: { ColData: [{ value: name, id: inSection[0]?.vendorId }] },
    Rows: { Row: inSection.map((line) => dataRow(line, columns)) },
    Summary: { ColData: [{ value: `Total for ${name}` }] },
  }));
