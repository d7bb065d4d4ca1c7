import { API_WRITER, type BillRow, type Books, CURRENCY, type PaymentRow, type VendorRow } from './books.ts';
import { withOffset } from './wall-clock.ts';

/** An entity as QuickBooks writes it. */
export type Body = Record<string, unknown>;

type Kept = Pick<VendorRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

const common = ({ id, version, createdAt, updatedAt }: Kept) => ({
  Id: id,
  SyncToken: String(version),
  domain: 'QBO',
  sparse: false,
  MetaData: { CreateTime: withOffset(createdAt), LastUpdatedTime: withOffset(updatedAt) },
});

const currency = { CurrencyRef: { value: CURRENCY, name: 'Euro' } };
const payables = { APAccountRef: { value: '33', name: 'Accounts Payable (A/P)' } };

const vendorRef = ({ vendors }: Books, id: string) => ({
  VendorRef: { value: id, name: vendors.find((vendor) => vendor.id === id)?.name ?? '' },
});

/** A void takes amount and lines away and writes itself into the note. */
export function paymentBody(books: Books, payment: PaymentRow): Body {
  const total = payment.cents / 100;
  return {
    ...common(payment),
    ...vendorRef(books, payment.vendorId),
    ...currency,
    ...payables,
    PayType: 'Check',
    CheckPayment: { BankAccountRef: { value: '35', name: 'Checking' }, PrintStatus: 'NotSet' },
    TotalAmt: payment.voided ? 0 : total,
    DocNumber: payment.number,
    TxnDate: payment.date,
    ...(payment.note === '' ? {} : { PrivateNote: payment.note }),
    Line: payment.voided ? [] : [{ Amount: total, LinkedTxn: [{ TxnId: payment.billId, TxnType: 'Bill' }] }],
  };
}

export function billBody(books: Books, bill: BillRow): Body {
  const total = bill.cents / 100;
  return {
    ...common(bill),
    ...vendorRef(books, bill.vendorId),
    ...currency,
    ...payables,
    DocNumber: bill.number,
    TxnDate: bill.date,
    DueDate: bill.date,
    TotalAmt: total,
    Balance: bill.paidBy === null ? total : 0,
    LinkedTxn: bill.paidBy === null ? [] : [{ TxnId: bill.paidBy, TxnType: 'BillPaymentCheck' }],
  };
}

export function vendorBody({ bills }: Books, vendor: VendorRow): Body {
  const open = bills.filter(({ vendorId, paidBy }) => vendorId === vendor.id && paidBy === null);
  return {
    ...common(vendor),
    ...currency,
    DisplayName: vendor.name,
    CompanyName: vendor.name,
    PrintOnCheckName: vendor.name,
    PrimaryPhone: { FreeFormNumber: vendor.phone },
    Active: vendor.active,
    Vendor1099: false,
    Balance: open.reduce((sum, { cents }) => sum + cents, 0) / 100,
  };
}

/** Everything that can be queried, by entity. */
export const collections = (books: Books): Readonly<Record<string, Body[]>> => ({
  BillPayment: books.payments.map((payment) => paymentBody(books, payment)),
  Bill: books.bills.map((bill) => billBody(books, bill)),
  Vendor: books.vendors.map((vendor) => vendorBody(books, vendor)),
});

/** The last writer, in the vendor's own text for a stale version. */
export const staleText = (writer: string): string => {
  const who = writer === '' ? API_WRITER : writer;
  return `Stale Object Error : You and ${who} were working on this at the same time. ${who} finished before you did, so your work was not saved.`;
};
