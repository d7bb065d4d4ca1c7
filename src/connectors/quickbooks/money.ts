import { z } from 'zod';

/** QuickBooks sends amounts as JSON numbers. Up to here a double keeps every cent, so the decimal text is the vendor's own. */
const MOST = 1e13;

/** Decimal text with two places, `48200.00`; undefined for a number that has more places or is too large to be exact. */
export function amountText(amount: number): string | undefined {
  const text = amount.toFixed(2);
  const exact = Math.abs(amount) < MOST && Number(text) === amount;
  return exact ? text.replace(/^-(0\.00)$/, '$1') : undefined;
}

/** An amount at the edge: a JSON number, or text as reports have it (`-48,250.00`). A float never gets further than this. */
export const Amount = z.union([z.number(), z.string().max(40)]).transform((sent, context) => {
  const number = typeof sent === 'number' ? sent : readText(sent);
  const text = number === undefined ? undefined : amountText(number);
  if (text !== undefined) return text;
  context.addIssue({ code: 'custom', message: 'is not an amount with at most two decimal places' });
  return z.NEVER;
});

function readText(sent: string): number | undefined {
  const text = sent.replaceAll(',', '').trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Hundredths, for comparing and averaging without rounding. */
export function cents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2));
  return amount.startsWith('-') ? -size : size;
}

const fromCents = (size: bigint): string => `${size / 100n}.${String(size % 100n).padStart(2, '0')}`;

/** The middle of amounts that are not negative; of an even number, halfway between the two in the middle, down to the cent. */
export function median(amounts: readonly string[]): string | undefined {
  const sorted = amounts.map(cents).sort((a, b) => (a < b ? -1 : Number(a > b)));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : fromCents((lower + upper) / 2n);
}

export const highest = (amounts: readonly string[]): string | undefined =>
  amounts.reduce<string | undefined>(
    (most, amount) => (most === undefined || cents(amount) > cents(most) ? amount : most),
    undefined,
  );

/** `€48,200.00`: the currency's own form. */
export const formatAmount = (amount: string, currency: string): string =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(amount as `${number}`);
