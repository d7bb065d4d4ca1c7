import { type Colleague, company, people } from '#sandbox/company.ts';
import type { World } from '#sandbox/twin.ts';
import { TWO_FACTORS, usualApp, usualPlace } from './history.ts';
import { openOrg } from './org.ts';
import { type OktaUser, type Org, type Place, QUARANTINE_GROUP } from './state.ts';

const MINUTE_MS = 60_000;
const TICKET_PORTAL = '0oaticketportal00001';

const HOSTING = { network: 'Example Hosting BV', asNumber: 64511, device: 'Windows 10' };
const ROTTERDAM: Place = { ...HOSTING, city: 'Rotterdam', country: 'Netherlands', address: '203.0.113.77' };
const LAGOS: Place = { ...HOSTING, city: 'Lagos', country: 'Nigeria', address: '203.0.113.140' };

/** Mara is talked into a new factor 23 minutes ago; a minute later somebody signs in with it and an app gets a token. */
export function seedFactorEnrolment(world: World): void {
  const org = openOrg(world);
  const mara = setStage(org, people.mara);
  const enrolled = minutesAgo(world, 23);
  mara.factors.push({
    id: `sms${nextNumber(org)}mara`,
    factorType: 'sms',
    provider: 'OKTA',
    label: 'SMS',
    created: enrolled,
    byIntruder: true,
  });
  org.state.deeds.push({
    n: nextNumber(org),
    at: enrolled,
    type: 'user.mfa.factor.activate',
    message: 'Activate factor for user',
    userId: mara.id,
    place: ROTTERDAM,
    factor: 'SMS_FACTOR',
    reason: 'User set up SMS_FACTOR factor',
    groupId: null,
  });
  visit(org, people.mara, minutesAgo(world, 22), { place: ROTTERDAM, factors: ['PASSWORD_AS_FACTOR', 'SMS_FACTOR'] });
  giveToken(org, mara, minutesAgo(world, 21));
  world.changed();
}

/** A working day as usual: signed in three hours ago, from the usual place, with two factors. */
export function seedUsualDay(world: World, key: keyof typeof people): void {
  const org = openOrg(world);
  setStage(org, people[key]);
  visit(org, people[key], minutesAgo(world, 180), {});
  world.changed();
}

/** Dana's password is used yesterday at 18:30 from where she never was, with nothing else asked. */
export function seedRareSignIn(world: World): void {
  const org = openOrg(world);
  setStage(org, people.dana);
  visit(org, people.dana, yesterdayAt(world.now(), 18, 30), { place: LAGOS, factors: ['PASSWORD_AS_FACTOR'] });
  world.changed();
}

/** Finance at work: Dana and Ana signed in this morning from their usual places with two factors. */
export function seedUsualFinanceDay(world: World): void {
  const org = openOrg(world);
  for (const [who, minutes] of [
    [people.ana, 150],
    [people.dana, 120],
  ] as const) {
    setStage(org, who);
    visit(org, who, minutesAgo(world, minutes), {});
  }
  world.changed();
}

const minutesAgo = (world: World, minutes: number): number => world.now().getTime() - minutes * MINUTE_MS;

function nextNumber({ state }: Org): number {
  state.seq += 1;
  return state.seq;
}

/** Puts a person back to a good day and onto the panel, so that a story can be told again. What the log holds stays. */
function setStage({ state }: Org, who: Colleague): OktaUser {
  const user = state.users[who.oktaId];
  if (!user) throw new Error(`${who.name} has no account in the sandbox's Okta`);
  user.status = 'ACTIVE';
  user.groups = user.groups.filter((id) => id !== QUARANTINE_GROUP);
  user.factors = user.factors.filter(({ byIntruder }) => !byIntruder);
  user.sessions = [];
  user.cleared = false;
  user.shown = true;
  state.tokens = state.tokens.filter(({ userId }) => userId !== user.id);
  state.grants = state.grants.filter(({ userId }) => userId !== user.id);
  return user;
}

interface VisitOptions {
  place?: Place;
  factors?: string[];
}

function visit(org: Org, who: Colleague, at: number, { place, factors = TWO_FACTORS }: VisitOptions): void {
  const { visits, users } = org.state;
  visits.push({
    n: nextNumber(org),
    at,
    userId: who.oktaId,
    place: place ?? usualPlace(who),
    factors,
    app: usualApp(who),
  });
  users[who.oktaId]?.sessions.push({ since: at, byIntruder: place !== undefined });
}

function giveToken(org: Org, user: OktaUser, created: number): void {
  const { state } = org;
  state.clients[TICKET_PORTAL] = 'My Ticket Portal';
  const shared = { userId: user.id, clientId: TICKET_PORTAL, created };
  state.tokens.push({ id: `oar${nextNumber(org)}ticketportal`, ...shared });
  for (const scope of ['openid', 'offline_access']) {
    state.grants.push({ id: `oag${nextNumber(org)}ticketportal`, scope, ...shared });
  }
}

/** Yesterday at a time of the company's clock. */
function yesterdayAt(now: Date, hour: number, minute: number): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: company.timezone }).format(now.getTime() - 86_400_000);
  const asUtc = Date.parse(`${parts}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: company.timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(asUtc);
  const offset = Date.parse(`${shown.replace(' ', 'T')}Z`) - asUtc;
  return asUtc - offset;
}
