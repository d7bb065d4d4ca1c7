import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdmission } from '#handlers/webhooks/admission.ts';
import { webRoutes } from '#handlers/webhooks/index.ts';
import { serveRoutes } from '#handlers/webhooks/serve.ts';
import type { Context } from '#src/context.ts';
import type { QueueBackend } from '#src/queue/backend.ts';
import { createFakeEnqueue } from '#test/jobs/fakes.ts';

export interface IntakeServer {
  url: string;
  enqueue: ReturnType<typeof createFakeEnqueue>;
  close(): Promise<void>;
}

/** Cordon's web addresses on a port of their own, without Slack and with a queue that only takes note. */
export async function serveIntake(ctx: Context): Promise<IntakeServer> {
  const enqueue = createFakeEnqueue();
  const queue = { ping: async () => undefined } as unknown as QueueBackend;
  const routes = serveRoutes(webRoutes, { ctx, enqueue, queue, admission: createAdmission() }, (_, response) =>
    response.writeHead(404).end(),
  );
  const server = createServer(routes).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    enqueue,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
