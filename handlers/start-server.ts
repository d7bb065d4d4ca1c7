import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectors } from '#src/connectors/index.ts';
import type { Context } from '#src/context.ts';
import { warnOfUnauthenticated } from '#src/detections/authenticate/unauthenticated.ts';
import { CordonError } from '#src/errors.ts';
import { type OpenedProcess, openServerProcess, slackSettings } from '#src/open-process.ts';
import { openQueueBackend } from '#src/queue/backend.ts';
import { createEnqueue } from '#src/queue/enqueue.ts';
import { createFastClient } from '#src/workspace/clients.ts';
import { pageRoutes } from './pages/index.ts';
import { servePages } from './pages/serve.ts';
import { createSlackApp } from './slack/app.ts';
import { createAdmission } from './webhooks/admission.ts';
import { webRoutes } from './webhooks/index.ts';
import { serveRoutes } from './webhooks/serve.ts';

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

async function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((cause: unknown) => {
    throw new CordonError(
      'port-taken',
      `Port ${port} on ${host} cannot be used. Stop what listens there, or set PORT.`,
      { cause },
    );
  });
}

/** Starts the server: webhooks, health and Slack's requests on one port. */
export async function startServer(opened?: OpenedProcess<Context>): Promise<RunningServer> {
  const { ctx, environment, close } = opened ?? (await openServerProcess(connectors));
  const queue = await openQueueBackend(environment, ctx.log);
  const enqueue = createEnqueue(queue, ctx.log);
  const slack = createSlackApp({ ctx, enqueue, fast: createFastClient(slackSettings(ctx.config)) });
  const routes = serveRoutes(webRoutes, { ctx, enqueue, queue, admission: createAdmission() }, slack.listener);
  const server = createServer(servePages(pageRoutes, { ctx, enqueue, key: environment.key }, routes));
  server.requestTimeout = 15_000;
  await listen(server, environment);
  await slack.start();
  const { port } = server.address() as AddressInfo;
  warnOfUnauthenticated(ctx);
  ctx.log.info({ port, queue: queue.kind }, 'server is ready');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await slack.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await enqueue.close();
      await queue.close();
      await close();
    },
  };
}
