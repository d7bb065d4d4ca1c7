import { startServer } from './handlers/start-server.ts';
import { startWorker } from './jobs/start-worker.ts';
import { processEnvironment, readEnvironment } from './src/config/environment.ts';
import { migrate } from './src/db/migrate.ts';
import { openDatabase } from './src/db/open-database.ts';
import { runProcess } from './src/run-process.ts';

/** Server and worker in one process, with a database of their own when none is named: enough for a small team. */
await runProcess(async () => {
  const database = await openDatabase(readEnvironment(processEnvironment()));
  await migrate(database.url);
  const worker = await startWorker();
  const server = await startServer();
  return {
    async stop() {
      await server.stop();
      await worker.stop();
      await database.close();
    },
  };
});
