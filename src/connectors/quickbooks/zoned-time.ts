const DAY_MS = 86_400_000;

/** True for what Intl takes as a time zone: an IANA name, or an offset like `-08:00`. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Making one costs far more than using it, and a report has hundreds of times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}

/** `+01:00`: how far the zone's clocks are ahead of UTC at that moment. */
function offsetText(zone: string, at: Date): string {
  const name = formatOf(zone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return name?.slice('GMT'.length, 'GMT+00:00'.length) || '+00:00';
}

function offsetMs(zone: string, at: Date): number {
  const text = offsetText(zone, at);
  const [hours = '0', minutes = '0'] = text.slice(1).split(':');
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return text.startsWith('-') ? -size : size;
}

/** The moment a wall clock in the zone shows `2026-03-04 23:41:10`. In the hour a clock change skips or repeats: one of the two readings. */
export function fromWallClock(shown: string, zone: string): Date {
  const asUtc = Date.parse(`${shown.trim().replace(' ', 'T')}Z`);
  const guess = new Date(asUtc - offsetMs(zone, new Date(asUtc)));
  return new Date(asUtc - offsetMs(zone, guess));
}

/** `2026-03-04T23:41:10+01:00`: what the zone's wall clock shows, with its offset. */
export function inZone(at: Date, zone: string): string {
  const shown = new Date(at.getTime() + offsetMs(zone, at)).toISOString().slice(0, 19);
  return shown + offsetText(zone, at);
}

/** `2026-03-04`: the zone's day, `plus` days later. */
export function dayIn(zone: string, at: Date, plus = 0): string {
  return new Date(Date.parse(inZone(at, zone).slice(0, 10)) + plus * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one `2026-03-04` to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
