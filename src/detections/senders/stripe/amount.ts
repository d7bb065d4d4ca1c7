/**
 * Stripe sends amounts in the currency's minor unit. These have none (https://docs.stripe.com/currencies#zero-decimal). UGX is in that list
 * and yet sent with two decimals, as ISK, HUF and TWD are: see the special cases on the same page.
 */
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
]);
const WITH_THREE_DECIMALS: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** 4820000 EUR as decimal text: "48200.00". Undefined when it is no whole number or its currency is not known, since then it could be a hundred times as much. */
export function fromMinorUnits(minor: string | number | undefined, currency: string | undefined): string | undefined {
  const code = currency?.trim().toUpperCase() ?? '';
  const digits = typeof minor === 'number' && Number.isSafeInteger(minor) ? String(minor) : minor;
  if (typeof digits !== 'string' || !/^\d{1,15}$/.test(digits) || !/^[A-Z]{3}$/.test(code)) return undefined;
  const decimals = WITHOUT_DECIMALS.has(code) ? 0 : WITH_THREE_DECIMALS.has(code) ? 3 : 2;
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
