import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults } from '#sandbox/faults.ts';
import { createRouter } from '#sandbox/router.ts';
import type { Twin } from '#sandbox/twin.ts';

export interface ServedTwin {
  /** Where the twin is mounted, without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** Serves one twin over HTTP on a free loopback port, with the sandbox's own router. */
export async function serveTwin({ id, routes }: Twin): Promise<ServedTwin> {
  const prefix = `/${id}`;
  const server = createServer(createRouter([{ prefix, routes }], createFaults()));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
