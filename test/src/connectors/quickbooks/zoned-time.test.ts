import { describe, expect, it } from 'vitest';
import { dayIn, daysBetween, fromWallClock, inZone, isZone } from '#src/connectors/quickbooks/zoned-time.ts';

describe('wall clocks', () => {
  it.each([
    ['2026-11-21 18:42:00', 'Europe/Amsterdam', '2026-11-21T17:42:00.000Z'],
    ['2026-07-01 18:42:00', 'Europe/Amsterdam', '2026-07-01T16:42:00.000Z'],
    ['2026-03-04 23:41:10', 'America/Los_Angeles', '2026-03-05T07:41:10.000Z'],
    ['2026-03-04 23:41:10', '-08:00', '2026-03-05T07:41:10.000Z'],
    ['2026-03-04 23:41:10', '+05:45', '2026-03-04T17:56:10.000Z'],
    ['2026-03-29 03:00:00', 'Europe/Amsterdam', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25 01:59:59', 'Europe/Amsterdam', '2026-10-24T23:59:59.000Z'],
    ['2026-03-04 00:00:00', 'UTC', '2026-03-04T00:00:00.000Z'],
  ])('%s in %s is %s', (shown, zone, moment) => {
    const found = fromWallClock(shown, zone);
    expect(found.toISOString()).toBe(moment);
    expect(inZone(found, zone).slice(0, 19)).toBe(shown.replace(' ', 'T'));
  });

  it('writes the offset of the moment', () => {
    expect(inZone(new Date('2026-07-01T12:00:00Z'), 'Europe/Amsterdam')).toBe('2026-07-01T14:00:00+02:00');
    expect(inZone(new Date('2026-07-01T12:00:00Z'), 'UTC')).toBe('2026-07-01T12:00:00+00:00');
  });
});

it("counts days by the zone's calendar", () => {
  const late = new Date('2026-11-21T23:30:00Z');
  expect(dayIn('Europe/Amsterdam', late)).toBe('2026-11-22');
  expect(dayIn('America/New_York', late)).toBe('2026-11-21');
  expect(dayIn('Europe/Amsterdam', late, -30)).toBe('2026-10-23');
  expect(daysBetween('2026-10-23', '2026-11-22')).toBe(30);
});

it('knows what is a zone', () => {
  expect(['Europe/Amsterdam', '-08:00', 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
