import { company } from '#sandbox/company.ts';
import { dayIn, fromWallClock, inZone } from '../../../src/connectors/quickbooks/zoned-time.ts';

const zone = company.timezone;

/** The company's day, `plus` days later. */
export const localDay = (at: Date, plus = 0): string => dayIn(zone, at, plus);

/** The last working day that is at least so many days before. */
export function workday(at: Date, daysBefore: number): string {
  const weekday = new Date(localDay(at, -daysBefore)).getUTCDay();
  const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return localDay(at, -daysBefore - back);
}

/** The moment the company's clocks show that time on that day. */
export const localTime = (day: string, time: string): Date => fromWallClock(`${day} ${time}:00`, zone);

/** `2026-03-04T23:41:10+01:00`, as entities have it. */
export const withOffset = (iso: string): string => inZone(new Date(iso), zone);

/** `2026-03-04 23:41:10`, as reports have it. */
export const asShown = (iso: string): string => withOffset(iso).slice(0, 19).replace('T', ' ');
