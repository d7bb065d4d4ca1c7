/** A day on the calendar of some place. */
export interface Day {
  year: number;
  /** 1 to 12 */
  month: number;
  day: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Which day it is somewhere at that instant. */
export function dayIn(at: Date, zone: string): Day {
  const { year, month, day } = wallClock(at, zone);
  return { year, month, day };
}

export const addDays = (from: Day, days: number): Day => fromUtc(new Date(asUtc(from) + days * DAY_MS));

/** Monday to Friday; no public holiday is known here. */
export function addWeekdays(from: Day, days: number): Day {
  let day = from;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (isWeekday(day)) left -= 1;
  }
  return day;
}

/** The same day of a later month, or that month's last one where it is shorter. */
export function addMonths({ year, month, day }: Day, months: number): Day {
  const last = fromUtc(new Date(Date.UTC(year, month + months, 0)));
  return { ...last, day: Math.min(day, last.day) };
}

export const isWeekday = (day: Day): boolean => ![0, 6].includes(new Date(asUtc(day)).getUTCDay());

/** The last whole minute of a day, by the clocks of that place; a day may have 23 or 25 hours. */
export const endOfDay = (day: Day, zone: string): Date =>
  new Date(startOfDay(addDays(day, 1), zone).getTime() - MINUTE_MS);

/** The first instant of a day: not always midnight, where the clocks are put forward at midnight. */
export function startOfDay(day: Day, zone: string): Date {
  const midnight = asUtc(day);
  const candidates = [midnight - DAY_MS, midnight + DAY_MS]
    .map((near) => midnight - offsetMs(near, zone))
    .toSorted((one, other) => one - other);
  const first = candidates.find(
    (at) => asUtc(dayIn(new Date(at), zone)) >= midnight && asUtc(dayIn(new Date(at - 1), zone)) < midnight,
  );
  return new Date(first ?? midnight - offsetMs(midnight, zone));
}

const asUtc = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day);
const fromUtc = (at: Date): Day => ({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() });

/** How far the clocks of a place are ahead of UTC. */
function offsetMs(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(new Date(at), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(at: Date, zone: string) {
  const known = formats.get(zone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  if (!known) formats.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}
