import { type Colleague, people } from '#sandbox/company.ts';
import type { OktaState, Place, Visit } from './state.ts';

const DAY_MS = 86_400_000;
/** Twelve whole weeks, ending before any window a scenario asks about. */
const FIRST_DAY = 3;
const LAST_DAY = 86;

const OFFICE = { network: 'Northwind Office', asNumber: 64500, country: 'Netherlands', device: 'Mac OS X' };
const PLACES: Readonly<Record<string, Pick<Place, 'city' | 'address'>>> = {
  mara: { city: 'Amsterdam', address: '198.51.100.10' },
  rui: { city: 'Amsterdam', address: '198.51.100.24' },
  dana: { city: 'Utrecht', address: '198.51.100.31' },
  ana: { city: 'Utrecht', address: '198.51.100.32' },
};
/** Days with a sign-in, out of sixty working days. Dee left, so the log has nothing of her any more. */
const ACTIVE_DAYS: Readonly<Record<string, number>> = { mara: 37, dana: 52, rui: 41, gwen: 8, dee: 0 };
const USUAL_ACTIVE_DAYS = 45;

export const TWO_FACTORS = ['PASSWORD_AS_FACTOR', 'SIGNED_NONCE'];

const numberOf = ({ oktaId }: Colleague): number => Number(oktaId.slice(7, 11));

const colleagueOf = (userId: string): Colleague | undefined =>
  Object.values(people).find(({ oktaId }) => oktaId === userId);

/** The one place somebody always works from. */
export function usualPlace(who: Colleague): Place {
  const known = PLACES[who.key] ?? { city: 'Amsterdam', address: `198.51.100.${100 + numberOf(who)}` };
  return { ...OFFICE, ...known };
}

export const usualApp = ({ department }: Colleague): string => (department === 'Finance' ? 'QuickBooks' : 'Salesforce');

/** The moments of somebody's usual sign-ins before `now`: working days, about nine in the morning, the same at every start. */
export function usualMoments(who: Colleague, now: Date): number[] {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const workingDays: number[] = [];
  for (let ago = LAST_DAY; ago >= FIRST_DAY; ago -= 1) {
    const day = midnight - ago * DAY_MS;
    if (![0, 6].includes(new Date(day).getUTCDay())) workingDays.push(day);
  }
  const wanted = ACTIVE_DAYS[who.key] ?? USUAL_ACTIVE_DAYS;
  return Array.from({ length: wanted }, (_, index) => {
    const day = workingDays[Math.floor((index * workingDays.length) / wanted)] ?? midnight;
    const minutes = 7 * 60 + 30 + ((index * 17 + numberOf(who) * 5) % 90);
    return day + minutes * 60_000;
  });
}

/** Somebody's usual sign-ins as visits, made anew from their moments. */
export const usualVisits = ({ history }: OktaState): Visit[] =>
  Object.entries(history).flatMap(([userId, moments]) => {
    const who = colleagueOf(userId);
    if (!who) return [];
    const place = usualPlace(who);
    const app = usualApp(who);
    const first = -1000 * numberOf(who);
    return moments.map((at, index) => ({ n: first - index, at, userId, place, factors: TWO_FACTORS, app }));
  });
