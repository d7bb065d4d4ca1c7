import type { Job, Processor } from 'bullmq';
import { learnPeople } from '#src/cases/learn-people.ts';
import { connectors } from '#src/connectors/index.ts';
import type { WorkerContext } from '#src/context.ts';
import { type OpenedProcess, openWorkerProcess } from '#src/open-process.ts';
import { openQueueBackend } from '#src/queue/backend.ts';
import { contracts, QUEUES, type QueueName } from '#src/queue/contracts.ts';
import { createEnqueue } from '#src/queue/enqueue.ts';
import { jobs } from './index.ts';
import { startUpkeep } from './upkeep.ts';

/** A dead worker's jobs are taken over after about this long; the database row decides whether anything is done twice. */
const LOCK_MS = 10_000;
const STALLED_MS = 5_000;
const STOP_MS = 20_000;
const CONCURRENCY: Readonly<Record<QueueName, number>> = { intake: 16, enrich: 100, respond: 10, slack: 16 };

export interface Running {
  stop(): Promise<void>;
}

/** Starts the worker: one BullMQ worker a queue, and the upkeep beside them. */
export async function startWorker(opened?: OpenedProcess<WorkerContext>): Promise<Running> {
  const { ctx, environment, close } = opened ?? (await openWorkerProcess(connectors));
  await learnPeople(ctx, { kind: 'job', name: 'start' });
  const backend = await openQueueBackend(environment, ctx.log);
  const enqueue = createEnqueue(backend, ctx.log);
  const workers = QUEUES.map((queue) =>
    backend.worker(queue, processor(queue, { ctx, enqueue }), {
      concurrency: CONCURRENCY[queue],
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: 5,
    }),
  );
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  const stopUpkeep = startUpkeep(ctx, enqueue);
  ctx.log.info({ queue: backend.kind }, 'worker is ready');
  return {
    async stop() {
      await stopUpkeep();
      const deadline = ctx.clock.sleep(STOP_MS);
      await Promise.race([Promise.all(workers.map((worker) => worker.close())), deadline]);
      await enqueue.close();
      await backend.close();
      await close();
    },
  };
}

/** The jobs of one queue by name; a job of an unknown name fails loudly. */
function processor(queue: QueueName, deps: Parameters<(typeof jobs)[number]['run']>[0]): Processor {
  const mine = new Map(
    jobs.filter((job) => contracts[job.name].queue === queue).map((job) => [job.name as string, job]),
  );
  return async (job: Job, token?: string) => {
    const defined = mine.get(job.name);
    if (!defined) throw new Error(`no job is called ${job.name}`);
    await defined.run(deps, job, token);
  };
}
