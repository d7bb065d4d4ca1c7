import { setTimeout as sleep } from 'node:timers/promises';
import type { JobQueue, QueuedJob } from './backend.ts';

/** BullMQ waits for a connection that was never made for ever; nobody who is waiting for an answer may. */
const PATIENCE_MS = 1_000;
/** From here on one bulk write is cheaper than single ones side by side (on PostgreSQL each makes two temporary tables). */
const BULK = 16;
/** After a write of this many it is worth a moment's wait until there are more. */
const MANY = 4;
const LINGER_MS = 15;

export interface JobBatches {
  /** Resolves when the job is in the queue. */
  add(job: QueuedJob): Promise<void>;
  close(): Promise<void>;
}

/** What is asked for while a write is under way goes out with the next one, so that under load one write carries many jobs. */
export function createBatches(queue: JobQueue): JobBatches {
  const waiting: QueuedJob[] = [];
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;

  function write(): Promise<void> {
    const jobs = waiting.splice(0);
    next = undefined;
    const few = jobs.length < BULK;
    const written = soon(
      few ? Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts))) : queue.addBulk(jobs),
    );
    underWay = written.catch(() => undefined).then(() => (jobs.length < MANY ? undefined : sleep(LINGER_MS)));
    return written;
  }

  return {
    add(job) {
      waiting.push(job);
      next ??= underWay.then(write);
      return next;
    },
    async close() {
      await next?.catch(() => undefined);
      await queue.close();
    },
  };
}

export function soon(adding: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const tired = setTimeout(() => reject(new Error('the queue did not answer in time')), PATIENCE_MS);
    adding.then(() => resolve(), reject).finally(() => clearTimeout(tired));
  });
}
