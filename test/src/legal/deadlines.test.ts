import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REGIMES } from '#src/config/legal.ts';
import { addDays, dayIn, endOfDay, isWeekday, startOfDay } from '#src/legal/calendar.ts';
import { endOf, type Moments, proposeDeadlines } from '#src/legal/deadlines.ts';
import type { Length } from '#src/legal/regime.ts';
import { regimes } from '#src/legal/regimes.ts';

const due = (regime: (typeof REGIMES)[number], clock: string, moments: Moments) =>
  proposeDeadlines([regime], moments).find((one) => one.clock === clock);

describe('a clock, by hand', () => {
  test.each<[string, Length, string, string, string]>([
    ['72 hours are hours', { hours: 72 }, '2026-11-22T09:20:00Z', 'Europe/Brussels', '2026-11-25T09:20:00.000Z'],
    [
      'also when the clocks go forward',
      { hours: 72 },
      '2026-03-27T09:20:00Z',
      'Europe/Brussels',
      '2026-03-30T09:20:00.000Z',
    ],
    ['and back', { hours: 24 }, '2026-10-24T23:30:00Z', 'Europe/Brussels', '2026-10-25T23:30:00.000Z'],
    [
      '30 days end with the day, in winter',
      { calendarDays: 30 },
      '2026-11-22T09:20:00Z',
      'America/Los_Angeles',
      '2026-12-23T07:59:00.000Z',
    ],
    [
      'the day is that of the place',
      { calendarDays: 30 },
      '2026-11-22T03:00:00Z',
      'America/Los_Angeles',
      '2026-12-22T07:59:00.000Z',
    ],
    [
      '30 days over the end of summer time',
      { calendarDays: 30 },
      '2026-10-20T18:00:00Z',
      'America/New_York',
      '2026-11-20T04:59:00.000Z',
    ],
    ['3 days in Singapore', { calendarDays: 3 }, '2026-11-22T17:00:00Z', 'Asia/Singapore', '2026-11-26T15:59:00.000Z'],
    [
      '4 business days from a Thursday',
      { businessDays: 4 },
      '2026-11-19T15:00:00Z',
      'America/New_York',
      '2026-11-26T04:59:00.000Z',
    ],
    [
      'from a Friday night that is Saturday in Europe',
      { businessDays: 4 },
      '2026-11-21T02:00:00Z',
      'America/New_York',
      '2026-11-27T04:59:00.000Z',
    ],
    ['from a Saturday', { businessDays: 4 }, '2026-11-21T15:00:00Z', 'America/New_York', '2026-11-27T04:59:00.000Z'],
    [
      '3 business days in Brazil',
      { businessDays: 3 },
      '2026-11-20T12:00:00Z',
      'America/Sao_Paulo',
      '2026-11-26T02:59:00.000Z',
    ],
    [
      'a month ends on the same day',
      { months: 1 },
      '2026-11-25T09:20:00Z',
      'Europe/Brussels',
      '2026-12-25T22:59:00.000Z',
    ],
    [
      'or on the last one of a shorter month',
      { months: 1 },
      '2027-01-31T12:00:00Z',
      'Europe/Brussels',
      '2027-02-28T22:59:00.000Z',
    ],
    ['in a leap year as well', { months: 1 }, '2028-01-31T12:00:00Z', 'Europe/Brussels', '2028-02-29T22:59:00.000Z'],
    ['over the end of a year', { months: 1 }, '2026-12-31T12:00:00Z', 'Europe/Brussels', '2027-01-31T22:59:00.000Z'],
  ])('%s', (_, length, start, zone, end) => {
    expect(length && endOf(length, new Date(start), zone).toISOString()).toBe(end);
  });
});

describe('the regimes', () => {
  const aware = '2026-11-22T09:20:00.000Z';

  test('GDPR is 72 hours after awareness, and says nothing while that is not set', () => {
    expect(due('gdpr', 'authority', { aware })).toMatchObject({
      dueAt: '2026-11-25T09:20:00.000Z',
      from: 'aware',
      status: 'secondary',
    });
    expect(due('gdpr', 'authority', { detected: aware, classified: aware, material: aware })).toMatchObject({
      dueAt: null,
    });
    expect(due('gdpr', 'individuals', { aware })).toMatchObject({
      dueAt: null,
      counted: 'no fixed time after awareness',
    });
  });

  test('a report that follows another is bounded by it, and says that it may be due earlier', () => {
    expect(due('nis2', 'final', { aware })).toMatchObject({
      dueAt: '2026-12-25T22:59:00.000Z',
      atTheLatest: true,
      from: 'aware',
    });
    expect(due('nis2', 'final', { aware })?.notCounted[0]).toContain('if that was made earlier, this is due earlier');
    expect(due('dora', 'final', { classified: aware })).toMatchObject({
      from: 'classified',
      dueAt: '2026-12-25T22:59:00.000Z',
    });
    expect(due('dora', 'final', { aware })).toMatchObject({ dueAt: null });
  });

  test('the SEC counts from materiality alone, in business days of New York, without holidays, and says so', () => {
    const filing = due('sec-8k', 'filing', { material: '2026-11-23T15:00:00Z' });
    expect(filing).toMatchObject({ dueAt: '2026-11-28T04:59:00.000Z', endsOn: '2026-11-27', zone: 'America/New_York' });
    expect(filing?.notCounted.join(' ')).toContain('public holidays are not counted');
  });

  test('each has a clock, a place, a source, and words for every clock', () => {
    for (const id of REGIMES) {
      const { clocks, zone, source, name, told } = regimes[id];
      expect(clocks.length).toBeGreaterThan(0);
      expect(new Set(clocks.map((clock) => clock.id)).size).toBe(clocks.length);
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
      for (const text of [source, name, told, ...clocks.flatMap(({ what, starts }) => [what, starts])])
        expect(text).not.toBe('');
      // Nobody opened the legal text; whoever does changes the status with the source.
      expect(clocks.map(({ status }) => status)).not.toContain('verified');
    }
  });

  test('no sentence says that anybody has to be told', () => {
    const all = JSON.stringify(
      proposeDeadlines(REGIMES, { detected: aware, aware, classified: aware, material: aware }),
    );
    expect(all).not.toMatch(/\b(must be notified|is required|you must|mandatory)\b/i);
  });
});

const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
const zone = fc.constantFrom(
  ...new Set(REGIMES.map((id) => regimes[id].zone)),
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
);
const length: fc.Arbitrary<NonNullable<Length>> = fc.oneof(
  fc.record({ hours: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ calendarDays: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ businessDays: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ months: fc.integer({ min: 1, max: 24 }) }),
);
const key = ({ year, month, day }: ReturnType<typeof dayIn>) => Date.UTC(year, month - 1, day);

describe('whatever the moment and the place', () => {
  test('a day begins with its first instant and ends with its last minute', () => {
    fc.assert(
      fc.property(instant, zone, (at, place) => {
        const day = dayIn(at, place);
        const start = startOfDay(day, place);
        const end = endOfDay(day, place);
        expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(end.getTime() + 60_000).toBeGreaterThan(at.getTime());
        expect(dayIn(start, place)).toEqual(day);
        expect(dayIn(end, place)).toEqual(day);
        expect(dayIn(new Date(start.getTime() - 1), place)).toEqual(addDays(day, -1));
        expect(dayIn(new Date(end.getTime() + 60_000), place)).toEqual(addDays(day, 1));
      }),
    );
  });

  test('a clock ends after it began, and never runs backwards when it begins later', () => {
    fc.assert(
      fc.property(instant, instant, zone, length, (one, other, place, long) => {
        const [first, second] = [one, other].sort((a, b) => a.getTime() - b.getTime());
        if (!first || !second) return;
        expect(endOf(long, first, place).getTime()).toBeGreaterThan(first.getTime());
        expect(endOf(long, first, place).getTime()).toBeLessThanOrEqual(endOf(long, second, place).getTime());
      }),
    );
  });

  test('hours are exact; days are as many days later at that place; business days end on one', () => {
    fc.assert(
      fc.property(instant, zone, fc.integer({ min: 1, max: 60 }), (at, place, number) => {
        expect(endOf({ hours: number }, at, place).getTime() - at.getTime()).toBe(number * 3_600_000);
        const ended = dayIn(endOf({ calendarDays: number }, at, place), place);
        expect((key(ended) - key(dayIn(at, place))) / 86_400_000).toBe(number);
        const worked = dayIn(endOf({ businessDays: number }, at, place), place);
        expect(isWeekday(worked)).toBe(true);
        const between = Array.from({ length: (key(worked) - key(dayIn(at, place))) / 86_400_000 }, (_, index) =>
          addDays(dayIn(at, place), index + 1),
        );
        expect(between.filter(isWeekday)).toHaveLength(number);
      }),
    );
  });

  test('a proposal needs its own moment and no other', () => {
    const moment = fc.constantFrom('detected' as const, 'aware' as const, 'classified' as const, 'material' as const);
    fc.assert(
      fc.property(fc.constantFrom(...REGIMES), moment, instant, (id, set, at) => {
        for (const proposal of proposeDeadlines([id], { [set]: at.toISOString() }))
          if (proposal.from !== set) expect(proposal.dueAt).toBeNull();
      }),
    );
  });
});
