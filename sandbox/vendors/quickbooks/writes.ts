import type { TwinAnswer, TwinRequest } from '#sandbox/twin.ts';
import { notFound, ok, stale, unsupported } from './answers.ts';
import { type Body, paymentBody, vendorBody } from './bodies.ts';
import { API_WRITER, type PaymentRow } from './books.ts';
import { type Company, nowIso, vendorOf } from './company.ts';

const MOST_REPLAYS = 200;

/** A write that is in order: what will be answered, and what it does. */
interface Plan {
  answer: Body;
  apply(): void;
}

/** Does a write once for each requestid: the first success is played again to whoever sends the same one. */
function once(company: Company, request: TwinRequest, plan: () => Plan | TwinAnswer): TwinAnswer {
  const { world, books } = company;
  const requestId = request.query.get('requestid');
  const known = requestId === null ? undefined : books.replays[requestId];
  if (known) return ok(known);
  const planned = plan();
  if ('status' in planned) return planned;
  if (world.pretends(request)) return ok(planned.answer);
  planned.apply();
  if (requestId !== null) remember(company, requestId, planned.answer);
  world.changed();
  return ok(planned.answer);
}

function remember({ books }: Company, requestId: string, answer: Body): void {
  const kept = Object.entries(books.replays).slice(1 - MOST_REPLAYS);
  books.replays = Object.fromEntries([...kept, [requestId, answer]]);
}

function readBody({ body }: TwinRequest): Body {
  try {
    return JSON.parse(body) as Body;
  } catch {
    return {};
  }
}

const written = (company: Company, version: number) => ({
  version: version + 1,
  updatedAt: nowIso(company),
  updatedBy: API_WRITER,
});

/** `POST /billpayment`: voiding and deleting, nothing else. */
export function writePayment(company: Company, request: TwinRequest): TwinAnswer {
  const { query } = request;
  return once(company, request, () => {
    const sent = readBody(request);
    const payment = company.books.payments.find(({ id }) => id === sent.Id);
    if (!payment) return notFound;
    if (sent.SyncToken !== String(payment.version)) return stale(payment.updatedBy);
    const operation = `${query.get('operation')} ${query.get('include') ?? ''}`.trim();
    if (operation === 'update void' && sent.sparse === true) return planVoid(company, payment);
    if (operation === 'delete') return planDeletion(company, payment);
    return unsupported(`operation ${operation}`);
  });
}

function planVoid(company: Company, payment: PaymentRow): Plan {
  const note = ['Voided', payment.note].filter(Boolean).join(' - ');
  const after: PaymentRow = { ...payment, ...written(company, payment.version), voided: true, note };
  return {
    answer: { BillPayment: paymentBody(company.books, after) },
    apply() {
      Object.assign(payment, after);
      reopenBill(company, payment);
    },
  };
}

function planDeletion(company: Company, payment: PaymentRow): Plan {
  const { books } = company;
  return {
    answer: { BillPayment: { status: 'Deleted', domain: 'QBO', Id: payment.id } },
    apply() {
      books.payments = books.payments.filter((other) => other !== payment);
      books.deleted.push({ entity: 'BillPayment', id: payment.id, at: nowIso(company) });
      reopenBill(company, payment);
    },
  };
}

function reopenBill(company: Company, { billId, id }: PaymentRow): void {
  const bill = company.books.bills.find((candidate) => candidate.id === billId && candidate.paidBy === id);
  if (bill) Object.assign(bill, written(company, bill.version), { paidBy: null });
}

/** `POST /vendor`: sparse updates of `Active`. */
export function writeVendor(company: Company, request: TwinRequest): TwinAnswer {
  return once(company, request, () => {
    const sent = readBody(request);
    const vendor = vendorOf(company, String(sent.Id));
    if (!vendor) return notFound;
    if (sent.SyncToken !== String(vendor.version)) return stale(vendor.updatedBy);
    if (sent.sparse !== true || typeof sent.Active !== 'boolean')
      return unsupported('anything but a sparse update of Active');
    const after = { ...vendor, ...written(company, vendor.version), active: sent.Active };
    return {
      answer: { Vendor: vendorBody(company.books, after) },
      apply: () => void Object.assign(vendor, after),
    };
  });
}
