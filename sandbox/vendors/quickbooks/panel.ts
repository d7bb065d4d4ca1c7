import type { PanelRow } from '#sandbox/twin.ts';
import { CURRENCY } from './books.ts';
import { type Company, vendorOf } from './company.ts';

const formatCents = (cents: number): string =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency: CURRENCY }).format(cents / 100);

/** The payment of the last scenario and the supplier it goes to. */
export function panelRows(company: Company): PanelRow[] {
  const { staged, payments } = company.books;
  const payment = payments.find(({ id }) => id === staged?.paymentId);
  const vendor = vendorOf(company, payment?.vendorId ?? '77');
  return [
    ...(staged ? [paymentRow(payment, staged.attack, vendor?.name ?? '')] : []),
    ...(vendor ? [vendorRow(vendor.name, vendor.active)] : []),
  ];
}

function paymentRow(payment: { cents: number; voided: boolean } | undefined, attack: boolean, payee: string): PanelRow {
  if (!payment) return { label: 'Payment', value: 'deleted', tone: 'contained' };
  const label = `Payment to ${payee}`;
  const amount = formatCents(payment.cents);
  if (payment.voided) return { label, value: `${amount} · voided`, tone: 'contained' };
  return { label, value: `${amount} · open`, tone: attack ? 'bad' : 'ok' };
}

const vendorRow = (label: string, active: boolean): PanelRow => ({
  label,
  value: active ? 'active' : 'inactive',
  tone: active ? 'ok' : 'contained',
});
