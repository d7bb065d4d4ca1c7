import { describe, expect, it } from 'vitest';
import { readTransactions, reportZone, TransactionReport } from '#src/connectors/quickbooks/report.ts';

const COLUMNS = [
  'tx_date',
  'txn_type',
  'doc_num',
  'name',
  'create_by',
  'create_date',
  'last_mod_by',
  'last_mod_date',
  'subt_nat_home_amount',
];
const column = (ColType: string) => ({ ColTitle: 'x', ColType });
const cells = (...values: (string | { value: string; id: string })[]) =>
  values.map((value) => (typeof value === 'string' ? { value } : value));

const PAYMENT = {
  type: 'Data',
  ColData: cells(
    '2026-03-04',
    { value: 'Bill Payment (Check)', id: '2481' },
    '10991',
    { value: 'Harbor Freight Lines', id: '77' },
    'Dana Ortiz',
    '2026-03-04 23:41:10',
    'API API',
    '2026-03-05T09:00:00-08:00',
    '-48250.00',
  ),
};
const READ = {
  id: '2481',
  type: 'Bill Payment (Check)',
  number: '10991',
  name: 'Harbor Freight Lines',
  createdBy: 'Dana Ortiz',
  created: '2026-03-05T07:41:10.000Z',
  lastModifiedBy: 'API API',
  lastModified: '2026-03-05T17:00:00.000Z',
  amount: '-48250.00',
};

const report = (Row: unknown, Column: unknown = COLUMNS.map(column), Header: object = {}) =>
  TransactionReport.parse({
    Header: { Time: '2026-03-05T09:14:02-08:00', ...Header },
    Columns: { Column },
    Rows: { Row },
  });
const read = (...parts: Parameters<typeof report>) => readTransactions(report(...parts), 'America/Los_Angeles');

describe('rows', () => {
  it('reads a flat report by position', () => {
    expect(read([PAYMENT])).toEqual([READ]);
  });

  it('reads rows in sections within sections, without their headers and sums', () => {
    const inner = {
      type: 'Section',
      Header: { ColData: cells('In') },
      Rows: { Row: [PAYMENT] },
      Summary: { ColData: cells('Total', '1') },
    };
    const outer = { type: 'Section', Header: { ColData: cells('Out') }, Rows: { Row: [inner, PAYMENT] } };
    expect(read([outer, { type: 'Section', group: 'GrandTotal', Summary: { ColData: cells('TOTAL') } }])).toEqual([
      READ,
      READ,
    ]);
  });

  it('goes by the column keys, in whatever order and under either spelling', () => {
    const named = { ColType: 'String', MetaData: [{ Name: 'ColKey', Value: 'create_by' }] };
    const [row] = read([{ ColData: cells('5.00', 'Ana Lima') }], [column('subt_nat_amount'), named]);
    expect(row).toMatchObject({ amount: '5.00', createdBy: 'Ana Lima', type: 'Transaction', id: null, created: null });
  });

  it.each([
    ['empty cells', ['', '', '']],
    ['too few cells', []],
  ])('takes %s for nothing said', (_, values) => {
    const [row] = read([{ ColData: cells(...values) }]);
    expect(row).toMatchObject({ id: null, number: null, name: null, createdBy: null, amount: null });
  });

  it('takes a cell without a value for nothing said, and a number for what it is', () => {
    const columns = ['name', 'create_by', 'subt_nat_home_amount'].map(column);
    const [row] = read([{ ColData: [{}, { value: null }, { value: -12.5 }] }], columns);
    expect(row).toMatchObject({ name: null, createdBy: null, amount: '-12.50' });
  });

  it.each([
    ['2026-03-04', '2026-03-04T08:00:00.000Z'],
    ['2026-03-04 10:05', '2026-03-04T18:05:00.000Z'],
    ['yesterday', null],
  ])('reads the time %j as %s', (shown, moment) => {
    expect(read([{ ColData: cells(shown) }], [column('create_date')])[0]?.created).toBe(moment);
  });

  it.each([
    ['the option says so', report([PAYMENT], undefined, { Option: [{ Name: 'NoReportData', Value: 'true' }] })],
    ['there are no rows', TransactionReport.parse({ Header: {}, Columns: null, Rows: {} })],
  ])('is empty when %s', (_, empty) => {
    expect(readTransactions(empty, 'UTC')).toEqual([]);
  });
});

it("falls back to the offset of the report's own clock", () => {
  expect(reportZone(report([]))).toBe('-08:00');
  expect(reportZone(TransactionReport.parse({ Header: {} }))).toBe('UTC');
});
