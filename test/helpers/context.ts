import { Writable } from 'node:stream';
import type { Config } from '#src/config/schema.ts';
import type { WorkerContext } from '#src/context.ts';
import { createLog } from '#src/log.ts';
import { createMetrics } from '#src/metrics.ts';
import type { Standing } from '#src/workspace/people.ts';
import type { OutgoingMessage, Sender, Sent } from '#src/workspace/sender.ts';
import { exampleText, load } from '#test/src/config/example.ts';
import { type Acme, createAcme } from './acme.ts';
import type { TestDatabase } from './database.ts';

/** A worker's context over a real database, with a vendor, a Slack and people that are values of the test. */
export interface TestContext extends WorkerContext {
  acme: Acme;
  slack: FakeSlack;
  /** What Slack says about people, where it differs from an ordinary colleague. */
  standings: Map<string, Partial<Standing>>;
  /** Every line logged. */
  logged: string[];
}

export interface FakeSlack extends Sender {
  posts: (OutgoingMessage & { threadTs?: string; metadata: { event_payload: Record<string, string> } })[];
  updates: (OutgoingMessage & { ts: string })[];
  /** What the next calls answer instead of `sent`; each is used once. */
  answers: Sent[];
}

const example = load(exampleText);

/** The example; tests open many cases in a minute, and only those of storms want one. */
export const exampleConfig: Config = {
  ...example,
  policy: { ...example.policy, storm: { cases_per_minute: 100_000, calm_minutes: 5 } },
};

export const now = new Date('2026-11-22T09:20:00.000Z');

export function createTestContext(database: TestDatabase, config: Partial<Config> = {}): TestContext {
  const acme = createAcme();
  const slack = createFakeSlack();
  const standings = new Map<string, Partial<Standing>>();
  const logged: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  return {
    config: { ...exampleConfig, connectors: { acme: {} }, ...config },
    db: database.db,
    log: createLog({ level: 'debug', name: 'test', stream }),
    clock: { now: () => now, sleep: async () => undefined },
    people: { standing: async (userId) => ({ ...colleague(userId), ...standings.get(userId) }) },
    metrics: createMetrics(),
    connections: new Map([['acme', acme.connection]]),
    sender: slack,
    paced: false,
    acme,
    slack,
    standings,
    logged,
  };
}

const colleague = (userId: string): Standing => ({
  userId,
  name: userId,
  teamId: exampleConfig.slack.team,
  deactivated: false,
  bot: false,
  guest: false,
  stranger: false,
});

function createFakeSlack(): FakeSlack {
  const slack: FakeSlack = {
    posts: [],
    updates: [],
    answers: [],
    async post(message) {
      slack.posts.push(message);
      return slack.answers.shift() ?? { outcome: 'sent', ts: `17638.${slack.posts.length}` };
    },
    async update(message) {
      slack.updates.push(message);
      return slack.answers.shift() ?? { outcome: 'sent', ts: message.ts };
    },
    remove: async () => undefined,
    openDirect: async (userId) => ({ channel: `D-${userId}` }),
  };
  return slack;
}
