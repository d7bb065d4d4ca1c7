import { startServer } from './handlers/start-server.ts';
import { startWorker } from './jobs/start-worker.ts';
import { processEnvironment, readEnvironment } from './src/config/environment.ts';
import { migrate } from './src/db/migrate.ts';
import { openDatabase } from './src/db/open-database.ts';
import { runProcess } from './src/run-process.ts';

/** Server and worker in one process, with a database of their own when none is named: enough for a small team. */
await runProcess(async () => {
  const database = await openDatabase(readEnvironment(processEnvironment()));
  const stops = [() => database.close()];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    await migrate(database.url);
    const worker = await startWorker();
    stops.push(() => worker.stop());
    const server = await startServer();
    stops.push(() => server.stop());
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
});
