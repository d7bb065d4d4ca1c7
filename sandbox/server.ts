import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CordonError } from '../src/errors.ts';
import { explained } from './control/answers.ts';
import { guarded } from './control/guard.ts';
import { createLive } from './control/live.ts';
import { pageRoutes } from './control/page-files.ts';
import { controlRoutes, type Scenario } from './control/routes.ts';
import { createRouter, type Mount } from './router.ts';
import type { Bot } from './slack/interactions/app-line.ts';
import { usualRetryDelaysMs } from './slack/interactions/events.ts';
import { Manifest } from './slack/manifest.ts';
import { createSlack } from './slack/slack.ts';
import type { Twin } from './twin.ts';
import { createWorld, type SandboxWorld } from './world.ts';

export interface SandboxSettings {
  /** 0 takes any free port. */
  port: number;
  /** Directory where the state is kept; without it a restart starts afresh. */
  home?: string;
  /** Read at every request, so `url` may be filled in later. */
  bot: Bot;
  scenarios?: readonly Scenario[];
  /** Keeps Slack's rate limits and its one post a second and channel. Off unless asked for. */
  paced?: boolean;
  /** How long the bot has to answer an interaction or event; Slack gives 3,000 ms. */
  ackTimeoutMs?: number;
  eventRetryDelaysMs?: readonly number[];
  /** Instead of the app's own slack-manifest.json. */
  manifest?: unknown;
  /** Folder of the page's files, instead of the one beside this file. */
  page?: URL;
  twins?: readonly ((world: SandboxWorld) => Twin)[];
}

export interface Sandbox {
  url: string;
  world: SandboxWorld;
  twins: readonly Twin[];
  stop(): Promise<void>;
}

/** Starts the stand-in for Slack, the vendors' twins and the page, on loopback only. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const world = createWorld(settings.home === undefined ? {} : { file: join(settings.home, 'sandbox.json') });
  const manifest = Manifest.parse(settings.manifest ?? readManifest());
  const twins = (settings.twins ?? []).map((create) => create(world));
  let url = '';
  const slack = createSlack(world, {
    bot: settings.bot,
    manifest,
    ownUrl: () => `${url}/slack`,
    ackTimeoutMs: settings.ackTimeoutMs ?? 3_000,
    eventRetryDelaysMs: settings.eventRetryDelaysMs ?? usualRetryDelaysMs,
    paced: settings.paced ?? false,
  });
  const live = createLive(world);
  const control = controlRoutes({ world, slack, twins, scenarios: settings.scenarios ?? [] });
  const mounts: Mount[] = [
    { prefix: '/_control', routes: guarded(explained(control)) },
    { prefix: '/slack', name: 'slack', routes: slack.routes },
    ...twins.map(({ id, routes }) => ({ prefix: `/${id}`, name: id, routes })),
    { prefix: '', routes: guarded(pageRoutes(settings.page ?? new URL('page/', import.meta.url))) },
  ];
  const route = createRouter(mounts, world.faults);
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/_control/events') live.connect(request, response);
    else route(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, '127.0.0.1', resolve);
  }).catch((cause: unknown) => {
    throw new CordonError(
      'port-taken',
      `Port ${settings.port} cannot be used. Stop what listens there, or set SANDBOX_PORT.`,
      { cause },
    );
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    world,
    twins,
    async stop() {
      slack.stop();
      live.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await world.stop();
    },
  };
}

const readManifest = (): unknown =>
  JSON.parse(readFileSync(new URL('../slack-manifest.json', import.meta.url), 'utf8'));
