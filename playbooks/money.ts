interface Amount {
  /** Decimal text. */
  amount: string;
  /** ISO 4217. */
  currency: string;
}

/** "€48,200.00": the currency's own form. */
export const formatAmount = ({ amount, currency }: Amount): string =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(amount as `${number}`);

const SCALE = 10_000n;

/** Ten-thousandths, exactly: amounts are never floats. */
function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  return BigInt(whole) * SCALE + BigInt(fraction.padEnd(4, '0').slice(0, 4));
}

export const isAbove = (amount: string, limit: string): boolean => units(amount) > units(limit);

/** How many times as much, with one decimal at most; "many" when there is nothing to divide by. */
export function times(amount: string, usual: string): string {
  const base = units(usual);
  if (base === 0n) return 'many';
  return (Number((units(amount) * 10n) / base) / 10).toLocaleString('en-US');
}
