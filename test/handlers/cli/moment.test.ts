import { expect, test } from 'vitest';
import { momentOf } from '#handlers/cli/moment.ts';

const now = new Date('2026-11-22T09:20:00.000Z');

test.each([
  ['3d', '2026-11-25T09:20:00.000Z'],
  ['12h', '2026-11-22T21:20:00.000Z'],
  ['90m', '2026-11-22T10:50:00.000Z'],
  ['2026-11-26 09:00', '2026-11-26T08:00:00.000Z'],
  ['2026-11-26T09:00', '2026-11-26T08:00:00.000Z'],
  ['2026-07-01 09:00', '2026-07-01T07:00:00.000Z'],
  ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29 03:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25 03:30', '2026-10-25T02:30:00.000Z'],
  ['2026-11-26T09:00:00-05:00', '2026-11-26T14:00:00.000Z'],
  ['2026-11-26T09:00:00Z', '2026-11-26T09:00:00.000Z'],
])('%s in Amsterdam is %s', (typed, iso) => {
  expect(momentOf(typed, now, 'Europe/Amsterdam').toISOString()).toBe(iso);
});

test.each(['', 'tomorrow', '3', '3w', '2026-13-40 09:00', '09:00', '-3d'])('%j is no moment', (typed) => {
  expect(() => momentOf(typed, now, 'UTC')).toThrow(expect.objectContaining({ code: 'wrong-use' }));
});
