import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { Redis } from 'ioredis';
import { type RunningServer, startServer } from '#handlers/start-server.ts';
import { startWorker } from '#jobs/start-worker.ts';
import { createDeliver } from '#sandbox/demo/deliver.ts';
import { createPlayer, type Player } from '#sandbox/demo/player.ts';
import { demoConfig, demoSecrets, writeDemoFiles } from '#sandbox/demo/settings.ts';
import type { Deliver, DemoScenario } from '#sandbox/scenarios/scenario.ts';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import type { PageState } from '#sandbox/slack/page-state.ts';
import { createOktaTwin } from '#sandbox/vendors/okta/index.ts';
import { createQuickbooksTwin } from '#sandbox/vendors/quickbooks/index.ts';
import { createSalesforceTwin } from '#sandbox/vendors/salesforce/index.ts';
import type { Config } from '#src/config/schema.ts';
import { connectors } from '#src/connectors/index.ts';
import type { Context, WorkerContext } from '#src/context.ts';
import { openServerProcess, openWorkerProcess } from '#src/open-process.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A whole Cordon for one test file: own database, own sandbox, one worker, as many servers as wanted. */
export interface Installation {
  database: TestDatabase;
  sandbox: Sandbox;
  servers: readonly { url: string; ctx: Context }[];
  worker: { ctx: WorkerContext };
  env: Record<string, string>;
  secret: string;
  deliver: Deliver;
  player: Player;
  /** Changes who has a role while everything runs, as an edited cordon.yaml and a restart would. */
  allow(role: 'security' | 'finance', people: Config['roles']['security']['people']): void;
  /** A message as Slack holds it. */
  messageAt(channel: string, ts: string): Promise<unknown>;
  stop(): Promise<void>;
}

interface InstallOptions {
  servers?: number;
  /** Changes cordon.yaml before it is used. */
  config?(text: string): string;
  worker?: boolean;
  /** Offered on the page. */
  scenarios?: readonly DemoScenario[];
}

export async function install(options: InstallOptions = {}): Promise<Installation> {
  const home = await mkdtemp(join(tmpdir(), 'cordon-flow-'));
  await chmod(home, 0o755);
  const database = await createTestDatabase();
  const redisUrl = await ownRedis();
  const secrets = await demoSecrets(home);
  const bot = { url: '', signingSecret: secrets.signingSecret };
  const twins = [createOktaTwin, createSalesforceTwin, createQuickbooksTwin];
  let deliver: Deliver = async () => '';
  const sandbox: Sandbox = await startSandbox({
    port: 0,
    bot,
    twins,
    scenarios: (options.scenarios ?? []).map(({ id, title, says, send }) => ({
      id,
      title,
      says,
      send: async () => void (await send({ world: sandbox.world, deliver })),
    })),
  });
  const text = demoConfig(sandbox.url, 'C0TRIAGE');
  const settings = await writeDemoFiles(
    { home, port: 0, databaseUrl: database.url, secrets, redisUrl },
    options.config?.(text) ?? text,
  );
  const full: Record<string, string> = { ...settings, LOG_LEVEL: env.LOG_LEVEL ?? 'silent', CORDON_SLACK_PACE: 'off' };
  await writeFile(join(home, 'note'), 'a test installation');
  const opened = await openWorkerProcess(connectors, full);
  const worker = options.worker === false ? undefined : await startWorker(opened);
  const servers: (RunningServer & { ctx: Context })[] = [];
  for (let index = 0; index < (options.servers ?? 1); index += 1) {
    const process = await openServerProcess(connectors, full);
    servers.push({ ...(await startServer(process)), ctx: process.ctx });
  }
  bot.url = servers[0]?.url ?? '';
  deliver = createDeliver(bot.url, secrets.webhookSecret);
  return {
    database,
    sandbox,
    servers,
    worker: { ctx: opened.ctx },
    env: full,
    secret: secrets.webhookSecret,
    deliver,
    player: createPlayer({ sandboxUrl: sandbox.url, since: '0' }),
    allow(role, people) {
      for (const { ctx } of [...servers, opened]) ctx.config.roles[role].people = people;
    },
    async messageAt(channel, ts) {
      const answer = await fetch(`${sandbox.url}/_control/state?as=noor`);
      const state = (await answer.json()) as PageState;
      return state.channels.find(({ id }) => id === channel)?.messages.find((message) => message.ts === ts);
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      await (worker ? worker.stop() : opened.close());
      await sandbox.stop();
      await database.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

let installed = 0;

/** With REDIS_URL set the flows run on Redis: a numbered database of its own for each installation, emptied first. */
async function ownRedis(): Promise<string | undefined> {
  if (!env.REDIS_URL) return undefined;
  const url = new URL(env.REDIS_URL);
  installed += 1;
  url.pathname = `/${(Number(env.VITEST_POOL_ID ?? 0) * 4 + installed) % 16}`;
  const redis = new Redis(url.href);
  await redis.flushdb();
  redis.disconnect();
  return url.href;
}
