import type { StormFinding, Story, Who } from './finding.ts';
import type { Random } from './random.ts';
import type { StormSender } from './senders.ts';

export interface Storm {
  stories: readonly Story[];
  /** What is ordinary by itself, or closed already where it comes from: recorded, in nobody's case. */
  loners: readonly StormFinding[];
}

type Parts = Omit<StormFinding, 'sender' | 'uid' | 'at'>;

const MINUTE = 60_000;
/** Below TimeWindow, so that any two findings of a story are near each other. */
const LONGEST_MINUTES = 50;
const AGO_MS = 3 * 60 * MINUTE;
const LONERS = 20;

const FINDINGS = ['bulk-export', 'rare-sign-in', 'unusual-access'];
const EVENTS = ['factor-reset', 'factor-enrolled', 'permission-change'];

/** Stories of people and payees nobody else is about. Half of them hang together by a file that names both ids others name one of. */
export function tellStories(count: number, senders: readonly StormSender[], random: Random): Storm {
  let told = 0;
  const start = Date.now() - AGO_MS;
  const by = (parts: Parts): Pick<StormFinding, 'sender' | 'uid'> => {
    told += 1;
    const sender = random.pick(senders.filter((one) => canTell(one, parts)));
    const plain = `${sender.id}-${told}`;
    return { sender: sender.id, uid: sender.uid?.(plain) ?? plain };
  };
  /** In order of time, a few minutes apart. */
  const happened = (parts: readonly Parts[]): StormFinding[] => {
    const step = LONGEST_MINUTES / parts.length;
    const minutes = parts.map((_, index) => index * step + random.below(Math.floor(step)));
    return parts.map((one, index) => ({ ...one, ...by(one), at: new Date(start + (minutes[index] ?? 0) * MINUTE) }));
  };
  const stories = Array.from({ length: count }, (_, number) => {
    const plot = number % 2 === 0 ? bridged : (OTHERS[(number >> 1) % OTHERS.length] ?? plain);
    return { name: `story ${number} (${plot.name})`, findings: happened(plot(number, random)) };
  });
  const loners = Array.from({ length: LONERS }, (_, number) => happened([lonely(count + number)])).flat();
  return { stories, loners };
}

function canTell({ says, grades }: StormSender, { who, app, payee, closed, grade, kind }: Parts): boolean {
  const needs = { email: who?.email, salesforce: who?.salesforce, app, payee, closed };
  const wanted = Object.entries(needs).flatMap(([what, is]) => (is === undefined ? [] : [what]));
  // A webhook of QuickBooks names a payment by its own id only.
  const fits = says.includes('email') ? kind !== 'payee-change' : kind === 'payee-change' && who === undefined;
  return fits && grades.includes(grade) && wanted.every((what) => (says as readonly string[]).includes(what));
}

/** E-mail in one, Salesforce id in another, both in a third; then whatever of these. */
function bridged(number: number, random: Random): Parts[] {
  const mail = byMail(number, random);
  const crm = inCrm(number, random);
  const both = { ...mail, ...crm };
  const [first, ...others] = random.shuffled([mail, crm, both]);
  return random.shuffled([
    finding(first ?? both, random),
    ...others.map((who) => anything(who, random)),
    ...some(2, () => anything(random.pick([mail, crm, both]), random), random),
  ]);
}

/** One address in all of them. */
function plain(number: number, random: Random): Parts[] {
  const more = () => anything(byMail(number, random), random);
  return random.shuffled([finding(byMail(number, random), random), more(), ...some(3, more, random)]);
}

/** A chain by its payee: who pays is nobody the export knows. */
function paid(number: number, random: Random): Parts[] {
  const who = byMail(number, random);
  const payee = `payee-${number}`;
  const payment = (): Parts => ({ grade: random.pick(['event', 'finding']), kind: 'payment', payee });
  return [
    { grade: 'finding', kind: 'bulk-export', who },
    { grade: 'event', kind: 'payee-bank-change', who, payee },
    payment(),
    ...some(2, payment, random),
  ];
}

/** One app, and nobody named. */
function byApp(number: number, random: Random): Parts[] {
  const one = (): Parts => ({ grade: 'finding', kind: random.pick(FINDINGS), app: `app-of-story-${number}` });
  return [one(), one(), ...some(3, one, random)];
}

const OTHERS = [plain, paid, plain, byApp];

function lonely(number: number): Parts {
  const who = { ...person(number), email: `loner${number}@bench.example` };
  const of: Parts[] = [
    { grade: 'event', kind: 'permission-change', who },
    { grade: 'event', kind: 'payee-change', payee: `payee-${number}` },
    { grade: 'finding', kind: 'bulk-export', who, closed: true },
    { grade: 'event', kind: 'payment', payee: `payee-${number}` },
  ];
  return of[number % of.length] ?? { grade: 'event', kind: 'permission-change', who };
}

const finding = (who: Who, random: Random): Parts => ({ grade: 'finding', kind: random.pick(FINDINGS), who });

const anything = (who: Who, random: Random): Parts =>
  random.chance(0.4) ? { grade: 'event', kind: random.pick(EVENTS), who } : finding(who, random);

const some = (most: number, make: () => Parts, random: Random): Parts[] =>
  Array.from({ length: random.below(most + 1) }, make);

const digits = (number: number, length: number): string => String(number).padStart(length, '0');

const person = (number: number): Who => ({ name: `Person ${number}`, okta: `00u${digits(number, 17)}` });

/** The same address, however it is spelled. */
const byMail = (number: number, random: Random): Who => ({
  ...person(number),
  email: random.chance(0.3) ? `Person${number}@Bench.example` : `person${number}@bench.example`,
});

/** Salesforce writes an id with 15 or with 18 characters. */
const inCrm = (number: number, random: Random): Who => ({
  name: `Person ${number}`,
  salesforce: `005${digits(number, 12)}${random.chance(0.5) ? 'AAA' : ''}`,
});
