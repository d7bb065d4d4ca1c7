import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import { ZodError } from 'zod';
import type { WorkerContext } from '#src/context.ts';
import { CordonError } from '#src/errors.ts';
import type { Actor } from '#src/journal/actor.ts';
import { contracts, type JobName, type Payload } from '#src/queue/contracts.ts';
import type { Enqueue } from '#src/queue/enqueue.ts';

/** Rows are due by the database's clock; a job that wakes a moment early would find nothing to do and be gone. */
const CUSHION_MS = 25;

interface JobParts<Name extends JobName> {
  ctx: WorkerContext;
  payload: Payload<Name>;
  enqueue: Enqueue;
  /** How the journal names this job. */
  actor: Actor;
}

/** What a job may ask for at its end: to be run again after a while, without using up an attempt. (The queue takes whole milliseconds only.) */
export type JobEnd = undefined | { againInMs: number };

export interface DefinedJob {
  name: JobName;
  run(deps: { ctx: WorkerContext; enqueue: Enqueue }, job: Job, token: string | undefined): Promise<void>;
}

/**
 * A job: its payload is parsed on the way in (old rows outlive old code), its ids are on every log line, and an error that trying again
 * cannot mend ends it at once.
 */
export function defineJob<Name extends JobName>(
  name: Name,
  work: (parts: JobParts<Name>) => Promise<JobEnd>,
): DefinedJob {
  const schema = contracts[name].payload;
  return {
    name,
    async run({ ctx, enqueue }, job, token) {
      const read = schema.safeParse(job.data);
      if (!read.success) {
        ctx.log.error({ job: name }, 'the payload of a job cannot be read');
        throw new UnrecoverableError(`${name}: the payload cannot be read`);
      }
      const payload = read.data as Payload<Name>;
      const own = { ...ctx, log: ctx.log.child({ job: name, ...payload }) };
      const end = await settle(name, own, () => work({ ctx: own, payload, enqueue, actor: { kind: 'job', name } }));
      if (end) {
        await job.moveToDelayed(Date.now() + Math.ceil(end.againInMs) + CUSHION_MS, token);
        throw new DelayedError();
      }
    },
  };
}

async function settle(name: JobName, ctx: WorkerContext, work: () => Promise<JobEnd>): Promise<JobEnd> {
  try {
    const end = await work();
    ctx.metrics.jobs.inc({ job: name, outcome: end ? 'later' : 'done' });
    return end;
  } catch (error) {
    ctx.metrics.jobs.inc({ job: name, outcome: 'failed' });
    ctx.log.error({ err: error, job: name }, 'job failed');
    const final = error instanceof ZodError || (error instanceof CordonError && !error.retryable);
    if (final) throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    throw error;
  }
}
