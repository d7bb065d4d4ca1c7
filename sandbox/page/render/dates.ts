import { el } from '../dom.ts';

const LOCALE = 'en-GB';
const DAY_MS = 86_400_000;

const as = (options: Intl.DateTimeFormatOptions) => (date: Date) =>
  new Intl.DateTimeFormat(LOCALE, options).format(date);

const time = as({ hour: '2-digit', minute: '2-digit' });
const date = as({ day: 'numeric', month: 'long', year: 'numeric' });
const dateShort = as({ day: 'numeric', month: 'short', year: 'numeric' });
const dateLong = as({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const zoned = as({ dateStyle: 'full', timeStyle: 'long' });

const dayOf = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

const pretty = (otherwise: (moment: Date) => string) => (moment: Date, now: Date) => {
  const days = Math.round((dayOf(moment) - dayOf(now)) / DAY_MS);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)] ?? otherwise(moment);
};

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function ago(moment: Date, now: Date): string {
  const distance = moment.getTime() - now.getTime();
  const [unit, length] = steps.find(([, each]) => Math.abs(distance) >= each) ?? (['second', 1_000] as const);
  return new Intl.RelativeTimeFormat(LOCALE).format(Math.round(distance / length), unit);
}

/** Slack's tokens in date markup. */
const tokens: Readonly<Record<string, (moment: Date, now: Date) => string>> = {
  date_num: (moment) => moment.toLocaleDateString('sv-SE'),
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  time,
  time_secs: as({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago,
};

/** A moment in the viewer's own zone; `fallback` where Slack would show that too. `seconds` is Unix time. */
export function moment(seconds: number, format: string, now: Date, fallback: string): HTMLElement {
  const at = new Date(seconds * 1000);
  const used = [...format.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (Number.isNaN(at.getTime()) || used.some((name) => !Object.hasOwn(tokens, name))) return el('span', {}, fallback);
  const text = format.replace(/\{(\w+)\}/g, (_, name: string) => tokens[name]?.(at, now) ?? '');
  return el('time', { datetime: at.toISOString(), title: zoned(at) }, text);
}

/** When a message came: the time alone today, with its day before. `ts` is Slack's. */
export function stamp(ts: string, now: Date): HTMLElement {
  const seconds = Number(ts.split('.')[0]);
  const today = dayOf(new Date(seconds * 1000)) === dayOf(now);
  return moment(seconds, today ? '{time}' : '{date_short_pretty} {time}', now, ts);
}

export const clock = (now: Date): string => time(now);
