import type { Config } from '../config/schema.ts';

type BusinessHours = Config['policy']['business_hours'];

/** Whether a moment lies within the company's working hours, on its own clock (daylight saving included). */
export function isBusinessHour(at: Date, { days, from, to }: BusinessHours, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const time = `${part('hour')}:${part('minute')}`;
  return days.some((day) => day === part('weekday').toLowerCase()) && time >= from && time < to;
}
