import { resolve } from 'node:path';
import { scenarios } from '#sandbox/scenarios/index.ts';
import type { DemoScenario } from '#sandbox/scenarios/scenario.ts';
import { startSandbox } from '#sandbox/server.ts';
import type { PanelRow } from '#sandbox/twin.ts';
import { createOktaTwin } from '#sandbox/vendors/okta/index.ts';
import { createQuickbooksTwin } from '#sandbox/vendors/quickbooks/index.ts';
import { createSalesforceTwin } from '#sandbox/vendors/salesforce/index.ts';
import type { SandboxWorld } from '#sandbox/world.ts';
import type { Environment } from '../../src/config/environment.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { type Child, startChild } from './children.ts';
import { createDeliver } from './deliver.ts';
import { holdHome } from './hold-home.ts';
import { demoConfig, demoSecrets, writeDemoFiles } from './settings.ts';

export interface Demo {
  botUrl: string;
  sandboxUrl: string;
  databaseUrl: string;
  world: SandboxWorld;
  send(scenario: DemoScenario): Promise<string>;
  /** What a vendor now holds, as the page shows it. */
  panel(vendor: string): readonly PanelRow[];
  stop(): Promise<void>;
}

const TRIAGE = 'C0TRIAGE';

interface StartInput {
  environment: Environment;
  say(line: string): void;
}

/** Brings everything up in order and says what it is doing; what fails takes down what was started before it. */
export async function startDemo({ environment, say }: StartInput): Promise<Demo> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return await start({ environment, say }, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  { environment, say }: StartInput,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Demo> {
  const home = resolve(environment.home);
  const { port } = environment;
  const secrets = await demoSecrets(home);
  stops.push(await holdHome(home));

  say('1/4 database');
  const database = await openDatabase({ ...environment, home }, say);
  stops.push(() => database.close());
  await migrate(database.url);

  say('2/4 stand-ins for Slack, Okta, Salesforce and QuickBooks');
  const botUrl = `http://127.0.0.1:${port}`;
  const deliver = createDeliver(botUrl, secrets.webhookSecret);
  const sandbox = await startSandbox({
    port: environment.sandboxPort,
    home,
    bot: { url: botUrl, signingSecret: secrets.signingSecret },
    paced: true,
    twins: [createOktaTwin, createSalesforceTwin, createQuickbooksTwin],
    scenarios: scenarios.map((scenario) => ({
      id: scenario.id,
      title: scenario.title,
      says: scenario.says,
      send: async () => void (await scenario.send({ world: sandbox.world, deliver })),
    })),
  });
  stops.push(() => sandbox.stop());

  const config = demoConfig(sandbox.url, TRIAGE);
  const settings = await writeDemoFiles(
    { home, port, databaseUrl: database.url, secrets, redisUrl: environment.redisUrl },
    config,
  );
  const onLost = (line: string) => {
    say(line);
    void stop().finally(() => process.exit(1));
  };
  const child = async (name: Child['name'] & ('server' | 'worker'), file: string) => {
    const started = await startChild({
      name,
      file,
      home,
      env: { PATH: undefined, ...settings, LOG_LEVEL: environment.logLevel },
      onLost,
    });
    stops.push(() => started.stop());
  };
  say('3/4 worker');
  await child('worker', 'jobs/worker.ts');
  say('4/4 server');
  await child('server', 'handlers/server.ts');
  say(`ready bot=${botUrl} sandbox=${sandbox.url} webhook_secret=${secrets.webhookSecret}`);
  return {
    botUrl,
    sandboxUrl: sandbox.url,
    databaseUrl: database.url,
    world: sandbox.world,
    panel: (vendor) => sandbox.twins.find(({ id }) => id === vendor)?.panel() ?? [],
    send: (scenario) => scenario.send({ world: sandbox.world, deliver }),
    stop,
  };
}
