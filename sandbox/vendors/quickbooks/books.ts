/** Times are ISO 8601 in UTC, dates `2026-11-22`, money is in cents, `version` is the SyncToken. */
interface Kept {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  createdBy: string;
  updatedBy: string;
}

export interface VendorRow extends Kept {
  name: string;
  phone: string;
  active: boolean;
}

export interface BillRow extends Kept {
  number: string;
  vendorId: string;
  cents: number;
  date: string;
  /** The payment that settles it. */
  paidBy: string | null;
}

export interface PaymentRow extends Kept {
  number: string;
  vendorId: string;
  billId: string;
  cents: number;
  date: string;
  note: string;
  voided: boolean;
}

export interface Books {
  /** Bills and payments are numbered together, as in QuickBooks. */
  lastId: number;
  vendors: VendorRow[];
  bills: BillRow[];
  payments: PaymentRow[];
  deleted: { entity: string; id: string; at: string }[];
  /** First answers to writes, by requestid. */
  replays: Record<string, unknown>;
  /** What the last scenario put here. */
  staged: { paymentId: string; attack: boolean } | null;
}

export const REALM_ID = '9130000000000000';
export const CURRENCY = 'EUR';
/** Who QuickBooks says wrote what came in by API, in some real accounts. */
export const API_WRITER = 'API API';
