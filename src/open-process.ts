import { readFile } from 'node:fs/promises';
import { systemClock } from './clock.ts';
import { type Environment, processEnvironment, readEnvironment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { Env } from './config/resolve.ts';
import type { Config } from './config/schema.ts';
import type { Connector } from './connectors/contract.ts';
import type { Context, WorkerContext } from './context.ts';
import { openDb } from './db/open.ts';
import { openDatabase } from './db/open-database.ts';
import { createTokenStore } from './db/token-store.ts';
import { senders } from './detections/senders/index.ts';
import { InvalidConfig } from './errors.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createFastClient, createPatientClient } from './workspace/clients.ts';
import { createPeople } from './workspace/people.ts';
import { createSender } from './workspace/sender.ts';

/** A process with everything open: its context, its settings, and how to close it. */
export interface OpenedProcess<Ctx extends Context> {
  ctx: Ctx;
  environment: Environment & { databaseUrl: string };
  close(): Promise<void>;
}

/** The server's: no vendor credentials, and a Slack client for what people wait for. */
export async function openServerProcess(
  connectors: readonly Connector[],
  env: Env = processEnvironment(),
): Promise<OpenedProcess<Context>> {
  return openBase('server', connectors, env, 'not-here');
}

/** The worker's: the only one that reads vendors' credentials. */
export async function openWorkerProcess(
  connectors: readonly Connector[],
  env: Env = processEnvironment(),
): Promise<OpenedProcess<WorkerContext>> {
  const { ctx, environment, close } = await openBase('worker', connectors, env, 'here');
  const tokens = createTokenStore(ctx.db, environment.key);
  const connections = new Map(
    connectors
      .filter((connector) => connector.id in ctx.config.connectors)
      .map((connector) => [
        connector.id,
        connector.open(ctx.config.connectors[connector.id], { clock: ctx.clock, tokens }),
      ]),
  );
  const client = createPatientClient(slackSettings(ctx.config));
  const people = createPeople(client, ctx.clock);
  return {
    ctx: { ...ctx, people, connections, sender: createSender(client), paced: environment.slackPace === 'on' },
    environment,
    close,
  };
}

export const slackSettings = (config: Config) => ({ botToken: config.slack.bot_token, apiUrl: config.slack.api_url });

async function openBase(
  name: string,
  connectors: readonly Connector[],
  env: Env,
  vendorCredentials: 'here' | 'not-here',
): Promise<OpenedProcess<Context>> {
  const environment = readEnvironment(env);
  const log = createLog({ level: environment.logLevel, name });
  const file = environment.configFile;
  const text = await readConfigFile(file);
  const config = loadConfig({ file, text, env, connectors, senders, vendorCredentials });
  const database = await openDatabase(environment, (line) => log.info(line));
  const { db, close } = openDb(database.url, { onError: (error) => log.warn({ err: error }, 'database connection') });
  const people = createPeople(createFastClient(slackSettings(config)), systemClock);
  const ctx = { config, db, log, clock: systemClock, people, metrics: createMetrics() };
  return {
    ctx,
    environment: { ...environment, databaseUrl: database.url },
    async close() {
      await close();
      await database.close();
    },
  };
}

async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InvalidConfig(file, [
      `cannot be read (${cause instanceof Error ? cause.message : 'unknown'}). Copy cordon.example.yaml to it, or set CORDON_CONFIG.`,
    ]);
  }
}
