import { people } from '#sandbox/company.ts';
import type { BillRow, Books, PaymentRow, VendorRow } from './books.ts';
import { localTime, workday } from './wall-clock.ts';

const { dana, ana } = people;
const FIRST_ID = 1000;

interface Supplier {
  id: string;
  name: string;
  phone: string;
  active?: boolean;
  /** Days between payments, and since the last one. */
  every?: number;
  /** In euros, oldest first. */
  paid?: readonly number[];
}

const SUPPLIERS: readonly Supplier[] = [
  {
    id: '77',
    name: 'Brightwater Supplies',
    phone: '+31 20 555 0141',
    every: 24,
    paid: [7420.5, 6180, 8240, 6950.75, 7810, 8890, 6400, 7125, 6610.2, 8050, 7300, 6875, 8475, 7690],
  },
  {
    id: '78',
    name: 'Harbor Freight Lines',
    phone: '+31 10 555 0178',
    every: 28,
    paid: [3980, 4050, 4210, 3890.4, 4120, 4010, 4300, 3955, 4080, 4150, 3990.6, 4065],
  },
  { id: '79', name: 'Cobalt Cleaning', phone: '+31 20 555 0163', every: 30, paid: [640, 640, 640] },
  { id: '80', name: 'Old Mill Print', phone: '+31 30 555 0109', active: false },
];

/** A year of an ordinary company, the same every time, counted back from now. */
export function initialBooks(now: Date): Books {
  const books: Books = {
    lastId: FIRST_ID,
    vendors: SUPPLIERS.map((supplier) => vendorRow(supplier, now)),
    bills: [],
    payments: [],
    deleted: [],
    replays: {},
    staged: null,
  };
  for (const supplier of SUPPLIERS) payAll(books, supplier, now);
  return books;
}

function payAll(books: Books, { id, every = 30, paid = [] }: Supplier, now: Date): void {
  for (const [index, euros] of paid.entries()) {
    const daysBefore = (paid.length - index) * every;
    const clerk = index % 3 === 2 ? ana.name : dana.name;
    enterPaidBill(books, {
      vendorId: id,
      cents: Math.round(euros * 100),
      by: clerk,
      billedAt: localTime(workday(now, daysBefore + 9), '11:20'),
      paidAt: localTime(workday(now, daysBefore), index % 2 === 0 ? '10:05' : '15:40'),
    });
  }
}

function vendorRow({ id, name, phone, active = true }: Supplier, now: Date): VendorRow {
  const createdAt = localTime(workday(now, 900), '09:30').toISOString();
  const updatedAt = localTime(workday(now, 200), '14:10').toISOString();
  return { id, name, phone, active, version: 1, createdAt, updatedAt, createdBy: ana.name, updatedBy: ana.name };
}

interface PaidBill {
  vendorId: string;
  cents: number;
  by: string;
  billedAt: Date;
  paidAt: Date;
}

/** Enters a bill and the payment that settles it. Returns the payment. */
export function enterPaidBill(books: Books, { vendorId, cents, by, billedAt, paidAt }: PaidBill): PaymentRow {
  const row = (at: Date) => {
    books.lastId += 1;
    const when = at.toISOString();
    const date = workday(at, 0);
    return {
      id: String(books.lastId),
      version: 0,
      createdAt: when,
      updatedAt: when,
      createdBy: by,
      updatedBy: by,
      date,
    };
  };
  const bill: BillRow = { ...row(billedAt), number: `B-${books.lastId}`, vendorId, cents, paidBy: null };
  const payment: PaymentRow = {
    ...row(paidAt),
    number: String(10_000 + books.payments.length),
    vendorId,
    billId: bill.id,
    cents,
    note: '',
    voided: false,
  };
  bill.paidBy = payment.id;
  books.bills.push(bill);
  books.payments.push(payment);
  return payment;
}
