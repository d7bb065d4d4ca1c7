import { expect, test } from 'vitest';
import { isBusinessHour } from '#src/cases/business-hours.ts';

const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, from: '08:00', to: '18:00' };

test.each([
  ['a Monday morning', '2026-11-23T08:30:00Z', true],
  ['the first minute', '2026-11-23T07:00:00Z', true],
  ['a minute before', '2026-11-23T06:59:00Z', false],
  ['the last minute is over', '2026-11-23T17:00:00Z', false],
  ['a Sunday', '2026-11-22T10:00:00Z', false],
  ['Monday there, Sunday in UTC', '2026-11-22T23:30:00Z', false],
  ['summer time moves the hour', '2026-07-20T06:30:00Z', true],
])('%s in Amsterdam: %s', (_, at, expected) => {
  expect(isBusinessHour(new Date(at), { ...hours, days: [...hours.days] }, 'Europe/Amsterdam')).toBe(expected);
});
