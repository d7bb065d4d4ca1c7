import { connectors } from '#src/connectors/index.ts';
import { openWorkerProcess } from '#src/open-process.ts';
import type { Command } from './command.ts';

const DEADLINE_MS = 20_000;

/** What each connected vendor really lets us see, asked now. Runs with the worker's credentials. */
export const coverageCommand: Command = {
  name: 'coverage',
  says: 'what each connected product lets Cordon see: licensed, permitted, reachable, empty',
  needs: 'nothing',
  async run() {
    const { ctx, close } = await openWorkerProcess(connectors);
    try {
      const rows = await Promise.all(
        [...ctx.connections.values()].map(async (connection) => {
          const sources = await connection
            .check({ signal: AbortSignal.timeout(DEADLINE_MS) })
            .catch((error: unknown) => [
              {
                source: connection.name,
                state: 'unreachable' as const,
                detail: error instanceof Error ? error.message : String(error),
              },
            ]);
          return sources.map((source) => ({
            id: `${connection.id}/${source.source}`,
            connector: connection.id,
            ...source,
          }));
        }),
      );
      const data = rows.flat();
      return {
        data,
        lines: data.map(
          ({ connector, source, state, detail }) =>
            `${connector.padEnd(11)} ${source.padEnd(26)} ${state.padEnd(13)} ${detail}`,
        ),
      };
    } finally {
      await close();
    }
  },
};
