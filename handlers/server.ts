import { runProcess } from '#src/run-process.ts';
import { startServer } from './start-server.ts';

await runProcess(startServer, () => process.send?.('ready'));
