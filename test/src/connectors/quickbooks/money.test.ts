import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Amount, amountText, cents, formatAmount, highest, median } from '#src/connectors/quickbooks/money.ts';

describe('amounts at the edge', () => {
  it.each([
    [48200, '48200.00'],
    [48200.5, '48200.50'],
    [0.1 * 3, undefined],
    [1234.56, '1234.56'],
    [-48250, '-48250.00'],
    [0, '0.00'],
    [-0, '0.00'],
    [0.005, undefined],
    [9_999_999_999_999.98, '9999999999999.98'],
    [1e13, undefined],
    [Number.NaN, undefined],
  ])('%s becomes %s', (number, text) => {
    expect(amountText(number)).toBe(text);
  });

  it.each([
    ['-48,250.00', '-48250.00'],
    ['47.6', '47.60'],
    ['1e3', undefined],
    ['', undefined],
    ['12.345', undefined],
  ])('reads the text %j as %s', (sent, text) => {
    expect(Amount.safeParse(sent).data).toBe(text);
  });

  it('keeps every cent of what JSON.parse makes of an amount below ten trillion', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (size) => {
        const written = `${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
        expect(Amount.parse(JSON.parse(written))).toBe(written);
        expect(cents(written)).toBe(size);
      }),
    );
  });
});

describe('what is usual', () => {
  it.each([
    [[], undefined, undefined],
    [['10.00'], '10.00', '10.00'],
    [['9.00', '100.00', '10.00'], '10.00', '100.00'],
    [['10.00', '10.01'], '10.00', '10.01'],
    [['1.00', '2.00', '4.00', '100.00'], '3.00', '100.00'],
  ])('of %j is %s, at most %s', (amounts, usual, most) => {
    expect([median(amounts), highest(amounts)]).toEqual([usual, most]);
  });
});

it('shows an amount in its currency, without rounding', () => {
  expect(formatAmount('48200.00', 'EUR')).toBe('€48,200.00');
  expect(formatAmount('9999999999999.98', 'USD')).toBe('US$9,999,999,999,999.98');
});
