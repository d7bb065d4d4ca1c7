import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualSilence } from '#src/noise/usual-silence.ts';

test.each([
  [19, 600, undefined],
  [20, null, undefined],
  [20, 60, 60],
  [500, 15 * 60, 60],
  [500, 16 * 60, 64],
  [500, 16 * 60 + 1, 65],
  [500, 24 * 3600, 4 * 24 * 60],
])('%i deliveries, 95 of 100 gaps within %s s: %s min', (deliveries, p95, minutes) => {
  expect(usualSilence(deliveries, p95)).toBe(minutes);
});

test('never under an hour, and never shorter for longer gaps', () => {
  const seconds = fc.integer({ min: 0, max: 14 * 24 * 3600 });
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      const [short, long] = [usualSilence(20, Math.min(one, other)), usualSilence(20, Math.max(one, other))];
      expect(short).toBeGreaterThanOrEqual(60);
      expect(long).toBeGreaterThanOrEqual(short ?? 0);
    }),
  );
});
