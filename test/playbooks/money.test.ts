import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAmount, isAbove, times } from '#playbooks/money.ts';

test.each([
  [{ amount: '48200.00', currency: 'EUR' }, '€48,200.00'],
  [{ amount: '1234567890123.45', currency: 'EUR' }, '€1,234,567,890,123.45'],
  [{ amount: '0.1', currency: 'USD' }, 'US$0.10'],
  [{ amount: '500', currency: 'JPY' }, 'JP¥500'],
])('%j is written %s', (amount, written) => {
  expect(formatAmount(amount)).toBe(written);
});

describe('amounts are compared exactly', () => {
  const cents = fc.bigInt({ min: 0n, max: 10n ** 17n });
  const text = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;

  test('also where floating point would not tell them apart', () => {
    expect(isAbove('90071992547409.93', '90071992547409.92')).toBe(true);
    fc.assert(fc.property(cents, cents, (one, other) => isAbove(text(one), text(other)) === one > other));
  });

  test.each([
    ['10000.00', '10000', false],
    ['10000.0001', '10000', true],
    ['9999.9999', '10000', false],
  ])('%s above %s: %s', (amount, limit, above) => {
    expect(isAbove(amount, limit)).toBe(above);
  });
});

test.each([
  ['48200.00', '4820.00', '10'],
  ['48200', '12000', '4'],
  ['15', '10', '1.5'],
  ['5000000', '1', '5,000,000'],
  ['5', '0', 'many'],
])('%s is %s times as much: %s', (amount, usual, words) => {
  expect(times(amount, usual)).toBe(words);
});
