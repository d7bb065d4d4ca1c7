import { InvalidInput } from '#src/errors.ts';

const MINUTES = { m: 1, h: 60, d: 24 * 60 } as const;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)$/;

/** "3d", "12h", "90m" from now; "2026-11-26 09:00" on the clock of the company; or a moment with its zone. */
export function momentOf(typed: string, now: Date, timeZone: string): Date {
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(typed) ?? [];
  if (amount && unit) return new Date(now.getTime() + Number(amount) * MINUTES[unit as keyof typeof MINUTES] * 60_000);
  const moment = LOCAL.test(typed) ? localMoment(typed.replace(' ', 'T'), timeZone) : new Date(typed);
  if (!/^\d{4}-/.test(typed) || Number.isNaN(moment.getTime()))
    throw new InvalidInput(
      'wrong-use',
      'Say until when: --until 3d, 12h, "2026-11-26 09:00", or a time with its zone.',
    );
  return moment;
}

/** Where the clock is put forward, the hour that is not there is taken as the one before. */
function localMoment(local: string, timeZone: string): Date {
  const asUtc = new Date(`${local}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return asUtc;
  const once = new Date(asUtc.getTime() - offsetMs(asUtc, timeZone));
  return new Date(asUtc.getTime() - offsetMs(once, timeZone));
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const shown = `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
  return new Date(shown).getTime() - Math.floor(at.getTime() / 1000) * 1000;
}
