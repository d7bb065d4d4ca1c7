/** A count as people and machines write it: 41250, "41,250", "41 250". Undefined when it is none, or could be read in two ways ("41.250"). */
export function readCount(value: string | number | undefined): number | undefined {
  const text = typeof value === 'string' ? withoutExponent(value.trim()) : value;
  if (text === undefined || text === '') return undefined;
  if (typeof text === 'string' && /^\d{1,3}\.\d{3}$/.test(text)) return undefined;
  const plain =
    typeof text === 'string' && /^\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?$/.test(text)
      ? text.replaceAll(/[^\d.]/g, '')
      : text;
  if (typeof plain === 'string' && !/^\d+(\.\d+)?$/.test(plain)) return undefined;
  const number = Number(plain);
  return number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** "1.5e5" as some serialisers write 150000; only where that is a whole number nothing is lost of. */
function withoutExponent(text: string): string {
  if (!/^\d(\.\d+)?e\+?\d{1,2}$/i.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? String(number) : text;
}

/** An amount of money as decimal text: "48,200.00", "48,200" and 48200 become "48200.00", "48200" and "48200". Undefined when it could be read in two ways. */
export function readAmount(value: string | number): string | undefined {
  if (typeof value === 'number') return value >= 0 && value <= 1e12 ? readAmount(String(value)) : undefined;
  const text = withoutExponent(value.trim());
  const plain = /^\d{1,3}(,\d{3})+(\.\d{2})?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^\d{1,15}(\.\d{1,4})?$/.test(plain) ? plain : undefined;
}

export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
