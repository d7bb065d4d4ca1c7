import { z } from 'zod';
import { systemClock } from '#src/clock.ts';
import type { Connection } from '#src/connectors/contract.ts';
import { irreversible } from '#src/connectors/contract.ts';
import { asked, defineAction, defineConnector, defineQuery, done } from '#src/connectors/define.ts';
import { act, ask, cannot, decide, definePlaybook, type Facts, handOver, type Playbook, weigh } from '#src/playbook.ts';

type Part = 'ask' | 'preview' | 'before' | 'run' | 'verify' | 'undo';

/** A vendor in memory: what it holds, what it was asked, and what it does wrong when told to. */
export interface Acme {
  connection: Connection;
  /** `run u1`, `undo u1`, … in order; reads are not noted. */
  calls: string[];
  keys: string[];
  frozen: boolean;
  rows: number;
  login: string;
  /** What the next calls of a part do instead; each is used once. */
  faults: Partial<Record<Part, (() => unknown)[]>>;
}

const Target = z.object({ userId: z.string().max(40), name: z.string().max(60) });

const user = defineQuery({
  id: 'acme.user',
  question: 'Who is this in Acme?',
  input: z.object({ email: z.string().max(254) }),
  data: z.object({ userId: z.string(), name: z.string() }),
  run: async (acme: Acme) => {
    await stumble(acme, 'ask');
    return { ...answer('Mara Ito is active.', 1), data: { userId: 'u1', name: 'Mara Ito' } };
  },
});

const activity = defineQuery({
  id: 'acme.activity',
  question: 'How much was read?',
  input: z.object({ email: z.string().max(254) }),
  data: z.object({ rows: z.number() }),
  run: async (acme: Acme) => {
    await stumble(acme, 'ask');
    const events = [{ when: '2026-11-22T08:00:00.000Z', what: `${acme.rows} rows read`, where: 'Rotterdam' }];
    return { ...answer(`${acme.rows} rows read.`, acme.rows), data: { rows: acme.rows }, events };
  },
});

const freeze = defineAction({
  id: 'acme.freeze',
  input: Target,
  receipt: z.object({ wasFrozen: z.boolean() }),
  summarise: ({ name }) => `Freeze ${name} in Acme`,
  async preview(acme: Acme, { name }) {
    await stumble(acme, 'preview');
    return {
      target: name,
      effects: [`${name} cannot sign in.`],
      breaks: [],
      bound: { Login: acme.login },
      alreadySo: acme.frozen,
    };
  },
  async before(acme) {
    await stumble(acme, 'before');
    return { wasFrozen: acme.frozen };
  },
  async run(acme, { userId }, _receipt, { idempotencyKey }) {
    acme.calls.push(`run ${userId}`);
    acme.keys.push(idempotencyKey);
    const late = acme.faults.run?.shift();
    if (!late) acme.frozen = true;
    await late?.();
  },
  async verify(acme) {
    await stumble(acme, 'verify');
    return read(acme.frozen);
  },
  undo: {
    kind: 'reversible',
    words: 'Unfreeze, any time, by security.',
    async run(acme, { userId }, { wasFrozen }, { idempotencyKey }) {
      acme.calls.push(`undo ${userId}`);
      acme.keys.push(idempotencyKey);
      await stumble(acme, 'undo');
      acme.frozen = wasFrozen;
    },
    verify: async (acme, _input, { wasFrozen }) => read(acme.frozen === wasFrozen),
  },
});

const stopPayment = defineAction({
  id: 'acme.stop-payment',
  input: Target,
  receipt: z.object({}),
  summarise: () => 'Stop the payment in Acme',
  async preview(acme: Acme) {
    await stumble(acme, 'preview');
    return {
      target: 'Payment 7',
      effects: ['The payment is stopped.'],
      breaks: [],
      bound: { Login: acme.login },
      alreadySo: false,
    };
  },
  before: async () => ({}),
  run: async (acme) => void acme.calls.push('run payment'),
  verify: async () => read(true),
  undo: irreversible('A stopped payment cannot be started again.'),
});

const acmeConnector = defineConnector({
  id: 'acme',
  name: 'Acme',
  config: z.object({ acme: z.custom<Acme>() }),
  connect: ({ acme }) => acme,
  queries: [asked(user), asked(activity)],
  actions: [done(freeze), done(stopPayment)],
  check: async () => [],
});

export function createAcme(): Acme {
  const acme: Omit<Acme, 'connection'> = {
    calls: [],
    keys: [],
    frozen: false,
    rows: 5_000,
    login: 'mara.ito@acme',
    faults: {},
  };
  const tokens = { read: async () => undefined, write: async () => undefined, exclusively: unlocked };
  const connection = acmeConnector.open({ acme }, { clock: systemClock, tokens });
  return Object.assign(acme, { connection });
}

const unlocked = <Result>(_name: string, work: () => Promise<Result>): Promise<Result> => work();

async function stumble(acme: Acme, part: Part): Promise<void> {
  await acme.faults[part]?.shift()?.();
}

const answer = (summary: string, rows: number) => ({
  summary,
  events: [],
  lookedAt: [{ source: 'Acme', rows }],
  notVisible: [],
});

const read = (isSo: boolean) => ({
  state: isSo ? ('done' as const) : ('not-done' as const),
  evidence: `Acme says ${isSo}`,
  residual: isSo ? [] : ['The user can still sign in.'],
});

const person = ({ subject }: Facts) =>
  subject?.email ? { email: subject.email } : cannot('The detection names nobody.');

const target = (facts: Facts) => facts.finding(user) ?? cannot('The Acme user is not known.');

/** Freeze (security, one yes), a payment question (finance), and what follows from its answers. */
export const acmePlaybook: Playbook = definePlaybook({
  id: 'acme-test',
  version: '1',
  title: 'A test playbook',
  when: 'fallback',
  headline: ({ subject }) => `${subject?.name ?? 'Somebody'} · Acme`,
  ask: [ask(user, person), ask(activity, person)],
  weigh: [weigh(activity, ({ rows }) => (rows >= 1_000 ? { points: 60, because: `${rows} rows read` } : undefined))],
  tells: [activity],
  pageAt: 40,
  steps: [
    act({
      key: 'freeze',
      role: 'security',
      quorum: 1,
      action: freeze,
      accounts: ({ subject }) => (subject?.email ? [subject.email] : []),
      with: target,
    }),
    decide({
      key: 'payment',
      role: 'finance',
      quorum: 2,
      question: ({ transfer }) =>
        transfer
          ? {
              title: 'Did you agree?',
              words: `A payment to ${transfer.payee.name}.`,
              bound: { Amount: transfer.amount },
            }
          : cannot('The detection names no payment.'),
      choices: [
        { id: 'stop', label: 'We did not agree', words: 'One of you is enough.', quorum: 1 },
        { id: 'confirm', label: 'We agreed', words: 'Two of you have to say this.', quorum: 2 },
      ],
      deadline: {
        at: () => new Date('2030-01-01T00:00:00Z'),
        onSilence: 'escalate',
        words: 'If nobody answers, more people are asked.',
      },
    }),
    act({
      key: 'stop',
      role: 'finance',
      quorum: 2,
      after: { key: 'payment', choice: 'stop' },
      action: stopPayment,
      accounts: () => [],
      with: target,
      deadline: {
        at: () => new Date('2030-01-01T00:00:00Z'),
        onSilence: 'deny',
        words: 'If nobody answers, nothing is done.',
      },
    }),
    handOver({
      key: 'call',
      role: 'finance',
      quorum: 1,
      after: { key: 'payment', choice: 'stop' },
      task: () => ({ title: 'Call the bank', words: 'Ask for a recall.' }),
    }),
  ],
});
