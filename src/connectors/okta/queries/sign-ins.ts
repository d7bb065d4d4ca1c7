import { z } from 'zod';
import type { Answer, TimelineEvent } from '../../contract.ts';
import { defineQuery } from '../../define.ts';
import type { OktaClient } from '../client.ts';
import { DAY_MS, historyBefore, quoted, readLog } from '../log.ts';
import type { LogEvent } from '../log-event.ts';
import { Person, resolveUser, window } from '../person.ts';
import { SIGN_IN_TYPES, type SignIn, signInsFrom, succeeded } from '../sign-in.ts';
import { count, factorName, placeOf } from '../wording.ts';

const text = z.string().nullable();

const Input = z.object({ person: Person, ...window, app: z.string().min(1).max(100).optional() });
type Input = z.infer<typeof Input>;

const Data = z.object({
  signIns: z.array(
    z.object({
      when: z.string(),
      result: z.string(),
      app: text,
      address: text,
      city: text,
      country: text,
      network: text,
      proxy: z.boolean().nullable(),
      device: text,
      mfa: z.enum(['yes', 'no', 'unclear']),
    }),
  ),
  /** Networks of successful sign-ins in the window that were never seen in the 90 days before it. */
  newNetworks: z.array(z.string()),
  /** Days with a successful sign-in in those 90 days (UTC). */
  activeDays: z.number(),
  /** Successful sign-ins in the window with one factor only. */
  withoutMfa: z.number(),
});
type Data = z.infer<typeof Data>;

/** Sessions that began the day before still tell how this window's sign-ins to apps were authenticated. */
const SESSION_MS = DAY_MS;
const MAX_SIGN_INS = 500;
const MAX_EVENTS = 20;
const ORDINARY_EVENTS = 3;

/** Sign-ins of one person in a window, beside where this person has signed in from before. */
export const signIns = defineQuery<OktaClient, Input, Data>({
  id: 'okta.sign-ins',
  question: 'Who signed in through Okta, from where, and with how many factors?',
  input: Input,
  data: Data,
  async run(client, { person, app, ...asked }, { signal }): Promise<Answer<Data>> {
    const found = await resolveUser(client, person, signal);
    const since = new Date(asked.since);
    const until = new Date(asked.until);
    const history = historyBefore(client, since);
    const actor = `actor.id eq ${quoted(found.id)}`;
    const types = SIGN_IN_TYPES.map((type) => `eventType eq ${quoted(type)}`).join(' or ');
    const [recent, before] = await Promise.all([
      readLog(client, {
        since: new Date(since.getTime() - SESSION_MS),
        until,
        filter: `${actor} and (${types})`,
        signal,
      }),
      readLog(client, {
        since: history.since,
        until: since,
        filter: `${actor} and eventType eq ${quoted('user.session.start')}`,
        signal,
      }),
    ]);
    const inWindow = (event: LogEvent) => Date.parse(event.when) >= since.getTime();
    const pairs = signInsFrom(recent.events).filter(({ event, signIn }) => inWindow(event) && isFor(app, signIn));
    const data = weigh(
      pairs.map(({ signIn }) => signIn),
      before.events,
    );
    const refused = recent.events.filter((event) => inWindow(event) && isRefusedFactor(event));
    return {
      summary: summarise(found.name, { app, data, refused: refused.length, days: history.days }),
      data: { ...data, signIns: data.signIns.slice(-MAX_SIGN_INS) },
      events: timeline(pairs, refused, data),
      lookedAt: [recent.lookedAt, before.lookedAt],
      notVisible: [
        ...new Set([...recent.notVisible, ...before.notVisible]),
        ...(pairs.length > MAX_SIGN_INS ? [`Only the last ${MAX_SIGN_INS} sign-ins are listed; all are counted.`] : []),
      ],
    };
  },
});

const isFor = (app: string | undefined, signIn: SignIn): boolean =>
  app === undefined || (signIn.app?.toLowerCase().includes(app.toLowerCase()) ?? false);

const isRefusedFactor = ({ type, result }: LogEvent): boolean =>
  type === 'user.authentication.auth_via_mfa' && result === 'FAILURE';

const isNew = ({ network, result }: SignIn, { newNetworks }: Data): boolean =>
  network !== null && succeeded({ result }) && newNetworks.includes(network);

function weigh(all: SignIn[], before: readonly LogEvent[]): Data {
  const usual = before.filter(succeeded);
  const known = new Set(usual.map(({ network }) => network?.toLowerCase()));
  const done = all.filter(succeeded);
  const networks = new Set(done.flatMap(({ network }) => (network === null ? [] : [network])));
  return {
    signIns: all,
    newNetworks: [...networks].filter((network) => !known.has(network.toLowerCase())),
    activeDays: new Set(usual.map(({ when }) => when.slice(0, 10))).size,
    withoutMfa: done.filter(({ mfa }) => mfa === 'no').length,
  };
}

interface Told {
  app: string | undefined;
  data: Data;
  refused: number;
  days: number;
}

function summarise(name: string, { app, data, refused, days }: Told): string {
  const known = `${count(data.activeDays, 'active day')} in the ${days} days before`;
  const to = app === undefined ? '' : ` to ${app}`;
  const tail = refused > 0 ? ` ${count(refused, 'factor check')} failed.` : '';
  if (data.signIns.length === 0) return `${name}: no sign-ins${to} in this window (${known}).${tail}`;
  const strange = data.signIns.filter((signIn) => isNew(signIn, data)).length;
  const failed = data.signIns.filter((signIn) => !succeeded(signIn)).length;
  const networks = data.newNetworks.join(', ');
  const parts = [
    `${count(data.signIns.length, 'sign-in')}${to}`,
    ...(failed > 0 ? [`${failed} refused`] : []),
    strange > 0 ? `${strange} from a network never seen before (${networks})` : 'none from a new network',
    data.withoutMfa > 0 ? `${data.withoutMfa} without a second factor` : 'none known to lack a second factor',
  ];
  return `${name}: ${parts.join(', ')}; ${known}.${tail}`;
}

const WORTH_TELLING = new Set(['MEDIUM', 'HIGH']);

interface Seen {
  signIn: SignIn;
  event: LogEvent;
}

function timeline(all: readonly Seen[], refused: readonly LogEvent[], data: Data): TimelineEvent[] {
  const unusual = all.filter((seen) => !succeeded(seen.signIn) || remarksOn(seen, data).length > 0);
  const told = unusual.length > 0 ? unusual : all.slice(-ORDINARY_EVENTS);
  return [...told.map((seen) => toEvent(seen, data)), ...refused.map(toRefusal)]
    .toSorted((one, other) => one.when.localeCompare(other.when))
    .slice(-MAX_EVENTS);
}

const remarksOn = ({ signIn, event }: Seen, data: Data): string[] => [
  ...(isNew(signIn, data) ? ['from a network never seen for this person'] : []),
  ...(signIn.mfa === 'no' ? ['without a second factor'] : []),
  ...(signIn.proxy ? ['through a proxy'] : []),
  ...(event.risk !== null && WORTH_TELLING.has(event.risk) ? [`rated ${event.risk.toLowerCase()} risk by Okta`] : []),
];

function toEvent(seen: Seen, data: Data): TimelineEvent {
  const { signIn } = seen;
  const verb = succeeded(signIn) ? 'Signed in to' : 'Was refused at';
  const what = signIn.app === null ? 'Okta' : `${signIn.app} through Okta`;
  return { when: signIn.when, what: [`${verb} ${what}`, ...remarksOn(seen, data)].join(', '), ...placeOf(signIn) };
}

const toRefusal = (event: LogEvent): TimelineEvent => ({
  when: event.when,
  what: `Factor check failed in Okta (${event.factor ? factorName(event.factor) : 'unnamed'})`,
  ...placeOf(event),
});
