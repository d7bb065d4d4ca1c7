import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#src/db/embedded/port.ts';
import { migrate } from '#src/db/migrate.ts';
import { openDatabase } from '#src/db/open-database.ts';
import { type Child, startChild } from './child.ts';

/** A throw-away place for one run: a PostgreSQL of its own, and everything started in it, stopped in reverse order. */
export interface Site {
  home: string;
  secret: string;
  /** A migrated database that nothing has used yet; its address. */
  freshDatabase(): Promise<string>;
  start(child: Parameters<typeof startChild>[0]): Promise<Child>;
  onStop(step: () => Promise<void>): void;
  stop(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const steps: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const home = await mkdtemp(join(tmpdir(), 'cordon-bench-'));
  steps.push(() => rm(home, { recursive: true, force: true }));
  await chmod(home, 0o755);
  const server = await openDatabase({ databaseUrl: undefined, home });
  steps.push(() => server.close());
  let databases = 0;
  return {
    home,
    secret: `whsec_${randomBytes(24).toString('base64')}`,
    async freshDatabase() {
      databases += 1;
      const url = new URL(server.url);
      url.pathname = `/bench_${databases}`;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create database bench_${databases}`).finally(() => client.end());
      await migrate(url.href);
      return url.href;
    },
    async start(settings) {
      const child = await startChild(settings);
      steps.push(() => child.stop());
      return child;
    },
    onStop: (step) => void steps.push(step),
    stop: () => (stopping ??= stopInReverse(steps)),
  };
}

/** One that fails does not keep the others running. */
async function stopInReverse(steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps.toReversed()) {
    await step().catch((error: unknown) => void process.stderr.write(`bench: ${String(error)}\n`));
  }
}

interface CordonSettings {
  databaseUrl: string;
  redisUrl?: string;
  /** The base address of what stands in for Slack; nothing is sent where it is left out. */
  slackUrl?: string;
  /** The base address of what stands in for Okta; without it no vendor is connected. */
  oktaUrl?: string;
  /** Who sends, and how each proves itself; without them, Cordon's own template. */
  sources?: readonly { id: string; auth: string }[];
  /** Past how many new cases a minute they are held under one summary; without it none is. */
  casesPerMinute?: number;
}

const OWN_TEMPLATE = { id: 'cordon', auth: `{ standard_webhooks: { secrets: ["\${CORDON_WEBHOOK_SECRET}"] } }` };

/** The highest numbers the two limits take. */
const UNLIMITED = { deliveries: 1_000_000, cases: 100_000 };

/** What Cordon's own processes run with: its configuration file, and the environment around it. */
export async function cordonEnvironment(site: Site, settings: CordonSettings): Promise<Record<string, string>> {
  const file = join(site.home, 'cordon.yaml');
  await writeFile(file, configText(settings));
  return {
    CORDON_CONFIG: file,
    CORDON_HOME: site.home,
    CORDON_KEY: randomBytes(32).toString('base64'),
    CORDON_SLACK_PACE: 'off',
    CORDON_WEBHOOK_SECRET: site.secret,
    DATABASE_URL: settings.databaseUrl,
    LOG_LEVEL: 'warn',
    OKTA_TOKEN: 'an-invented-api-token',
    PORT: String(await freePort(null)),
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
    ...(settings.redisUrl ? { REDIS_URL: settings.redisUrl } : {}),
  };
}

const configText = ({ slackUrl, oktaUrl, sources = [OWN_TEMPLATE], casesPerMinute }: CordonSettings): string => `
organisation: { name: Bench, domains: [bench.example] }
timezone: UTC
slack:
  bot_token: \${SLACK_BOT_TOKEN}
  signing_secret: \${SLACK_SIGNING_SECRET}
  team: T0BENCH
  app: A0BENCH
  api_url: ${slackUrl ?? 'http://127.0.0.1:9'}/api/
  channels: { triage: C0BENCH }
roles:
  security: { people: [{ name: Noor, slack: U0NOOR, email: noor@bench.example }] }
  finance: { people: [{ name: Ana, slack: U0ANA, email: ana@bench.example }, { name: Jo, slack: U0JO0, email: jo@bench.example }] }
  legal: { people: [{ name: Lea, slack: U0LEA, email: lea@bench.example }] }
  manager: { people: [{ name: Tom, slack: U0TOM, email: tom@bench.example }] }
sources:
${sources.map(({ id, auth }) => `  ${id}: { shape: ${id}, auth: ${auth}, rate: { per_minute: ${UNLIMITED.deliveries} } }`).join('\n')}
policy: { storm: { cases_per_minute: ${casesPerMinute ?? UNLIMITED.cases} } }
connectors:
${oktaUrl ? `  okta: { org_url: "${oktaUrl}", auth: { method: ssws, token: "\${OKTA_TOKEN}" } }` : '  {}'}
`;

/** Cordon's server, ready; its address. */
export async function startServer(site: Site, env: Record<string, string>): Promise<{ url: string; child: Child }> {
  const child = await site.start({ file: 'handlers/server.ts', env, log: join(site.home, 'server.log') });
  return { url: `http://127.0.0.1:${env.PORT}`, child };
}

export const startWorker = (site: Site, env: Record<string, string>): Promise<Child> =>
  site.start({ file: 'jobs/worker.ts', env, log: join(site.home, 'worker.log') });
