import { pid, stderr } from 'node:process';
import { CordonError, InvalidConfig } from './errors.ts';

export interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Runs a process until it is told to stop: once in good order, twice at once. A parent that goes away counts as being told. What keeps it
 * from starting is said in words; the exit code is 2 for configuration, else 1.
 */
export async function runProcess(start: () => Promise<Stoppable>, ready?: (running: Stoppable) => void): Promise<void> {
  const running = await start().catch((error: unknown) => {
    const { text, code } = explainStart(error);
    stderr.write(`${text}\n`);
    process.exit(code);
  });
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        stderr.write(`${pid} did not stop in good order: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  ready?.(running);
}

/** What a person at the terminal reads when something cannot start, and the exit code. */
export function explainStart(error: unknown): { text: string; code: number } {
  if (error instanceof InvalidConfig) return { text: error.message, code: 2 };
  if (error instanceof CordonError) return { text: error.message, code: 1 };
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 };
}
