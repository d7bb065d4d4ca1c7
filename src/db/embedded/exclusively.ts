import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CordonError } from '../../errors.ts';

const SQLITE_BUSY = 5;
const RETRY_MS = 25;
const LONGEST_WAIT_MS = 180_000;

/**
 * Runs `work` while nobody else holds the lock `file`, in this process or another. It is SQLite's file lock because the system lets go
 * of it when its holder dies, however it dies, so there is no stale lock to judge and none to steal.
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    const giveUpAt = performance.now() + LONGEST_WAIT_MS;
    while (!tryToHold(lock)) {
      if (performance.now() > giveUpAt) {
        throw new CordonError(
          'database-busy',
          `Another Cordon process has been starting or stopping the built-in PostgreSQL for 3 minutes (${file}). Look what it does, end it if it hangs, and start again.`,
        );
      }
      await delay(RETRY_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function tryToHold(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
