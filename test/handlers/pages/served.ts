import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageRoutes } from '#handlers/pages/index.ts';
import { servePages } from '#handlers/pages/serve.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { createFakeEnqueue } from '#test/jobs/fakes.ts';
import { key } from '#test/src/step-up/stage.ts';

export interface ServedPages {
  /** http://localhost:PORT, also in the context's configuration. */
  url: string;
  started: ReturnType<typeof createFakeEnqueue>['started'];
  close(): Promise<void>;
}

/** Cordon's own pages on a port of their own. */
export async function servePagesOf(ctx: TestContext): Promise<ServedPages> {
  const enqueue = createFakeEnqueue();
  const routes = servePages(pageRoutes, { ctx, enqueue, key }, (_, response) => response.writeHead(418).end());
  const server = createServer(routes).listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  ctx.config.server = { public_url: url };
  return {
    url,
    started: enqueue.started,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
