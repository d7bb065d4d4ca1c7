import { sql } from 'kysely';
import type { WebRoute } from './route.ts';

/** The process is alive. */
export const healthRoute: WebRoute = {
  method: 'GET',
  path: '/healthz',
  handle: async () => ({ status: 200, body: { status: 'ok' } }),
};

/** The process can do its work: the database and the queue answer. */
export const readyRoute: WebRoute = {
  method: 'GET',
  path: '/readyz',
  async handle({ ctx, queue }) {
    const checks = { database: sql`select 1`.execute(ctx.db), queue: queue.ping() };
    const entries = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) =>
          [
            name,
            await check.then(
              () => 'ok',
              () => 'not answering',
            ),
          ] as const,
      ),
    );
    const ready = entries.every(([, state]) => state === 'ok');
    return {
      status: ready ? 200 : 503,
      body: { status: ready ? 'ready' : 'not ready', ...Object.fromEntries(entries) },
    };
  },
};
