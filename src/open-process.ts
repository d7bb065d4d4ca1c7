import { readFile } from 'node:fs/promises';
import { systemClock } from './clock.ts';
import { type Environment, processEnvironment, readEnvironment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { Config } from './config/schema.ts';
import type { Connector } from './connectors/contract.ts';
import type { Context, WorkerContext } from './context.ts';
import { openDb } from './db/open.ts';
import { createTokenStore } from './db/token-store.ts';
import { CordonError, InvalidConfig } from './errors.ts';
import { createLog, type Log } from './log.ts';
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
export async function openServerProcess(connectors: readonly Connector[]): Promise<OpenedProcess<Context>> {
  return openBase('server', connectors, 'not-here');
}

/** The worker's: the only one that reads vendors' credentials. */
export async function openWorkerProcess(connectors: readonly Connector[]): Promise<OpenedProcess<WorkerContext>> {
  const { ctx, environment, close } = await openBase('worker', connectors, 'here');
  const tokens = createTokenStore(ctx.db, environment.key);
  const connections = new Map(
    connectors
      .filter((connector) => connector.id in ctx.config.connectors)
      .map((connector) => [connector.id, connector.open(ctx.config.connectors[connector.id], { clock: ctx.clock, tokens })]),
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
  vendorCredentials: 'here' | 'not-here',
): Promise<OpenedProcess<Context>> {
  const env = processEnvironment();
  const environment = readEnvironment(env);
  const log = createLog({ level: environment.logLevel, name });
  const file = environment.configFile;
  const config = loadConfig({ file, text: await readConfigFile(file), env, connectors, vendorCredentials });
  const databaseUrl = required(environment);
  const { db, close } = openDb(databaseUrl, { onError: (error) => log.warn({ err: error }, 'database connection') });
  const people = createPeople(createFastClient(slackSettings(config)), systemClock);
  const ctx = { config, db, log, clock: systemClock, people, metrics: createMetrics() };
  return { ctx, environment: { ...environment, databaseUrl }, close };
}

const required = ({ databaseUrl }: Environment): string => {
  if (databaseUrl) return databaseUrl;
  throw new InvalidConfig('environment', ['DATABASE_URL: missing. Name a PostgreSQL database, or use npm start, which brings its own.']);
};

async function readConfigFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InvalidConfig(file, [`cannot be read (${cause instanceof Error ? cause.message : 'unknown'}). Copy cordon.example.yaml to it, or set CORDON_CONFIG.`]);
  }
}

/** Runs a process until it is told to stop: once in good order, twice at once. Configuration problems end it with code 2. */
export async function runUntilStopped(start: () => Promise<{ stop(): Promise<void> }>, log: Log): Promise<void> {
  const running = await start();
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('disconnect', () => stop('disconnect'));
}

/** What a person at the terminal reads when a process cannot start; and the exit code: 2 for configuration, else 1. */
export function explainStart(error: unknown): { text: string; code: number } {
  if (error instanceof CordonError) return { text: error.message, code: error instanceof InvalidConfig ? 2 : 1 };
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 };
}
