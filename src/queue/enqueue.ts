import type { Log } from '../log.ts';
import { jobOptions, type QueueBackend } from './backend.ts';
import { createBatches, type JobBatches, soon } from './batches.ts';
import { contracts, type JobName, type Payload, QUEUES, type QueueName } from './contracts.ts';

interface EnqueueOptions {
  /** Part of the job's derived id: a second nudge with the same key, while the first still waits, is dropped. */
  key: string;
  delayMs?: number;
}

/** Starts jobs. Handed to handlers and jobs beside the context; verbs never have it. */
export interface Enqueue {
  <Name extends JobName>(name: Name, payload: Payload<Name>, options: EnqueueOptions): Promise<void>;
  /** One `run-query` per question, then `score-case` when all of them have ended, however they ended. */
  enrich(caseId: number, round: number, queryRunIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** An enqueue that fails is logged and forgotten: the row has a due time, and `resume-stalled` will find it. */
export function createEnqueue(backend: QueueBackend, log: Log): Enqueue {
  const queues = new Map<QueueName, JobBatches>(QUEUES.map((name) => [name, createBatches(backend.queue(name))]));
  const flows = backend.flows();

  const enqueue = async <Name extends JobName>(name: Name, payload: Payload<Name>, options: EnqueueOptions) => {
    const jobId = `${name}-${options.key}`;
    try {
      const delay = options.delayMs === undefined ? {} : { delay: options.delayMs };
      await queues.get(contracts[name].queue)?.add({ name, data: payload, opts: { jobId, ...delay } });
    } catch (error) {
      log.warn({ err: error, jobId }, 'could not enqueue; it will be found by its due time');
    }
  };

  const enrich = async (caseId: number, round: number, queryRunIds: readonly string[]) => {
    const key = `${caseId}-${round}`;
    if (queryRunIds.length === 0) return enqueue('score-case', { caseId }, { key });
    try {
      const flow = flows.add({
        name: 'score-case',
        queueName: contracts['score-case'].queue,
        data: { caseId },
        opts: { jobId: `score-case-${key}`, ...jobOptions },
        children: queryRunIds.map((queryRunId) => ({
          name: 'run-query',
          queueName: contracts['run-query'].queue,
          data: { queryRunId },
          opts: { jobId: `run-query-${queryRunId}`, ignoreDependencyOnFailure: true, ...jobOptions },
        })),
      });
      await soon(flow);
    } catch (error) {
      log.warn({ err: error, caseId }, 'could not enqueue the questions; they will be found by their due time');
    }
  };

  const close = async () => {
    await Promise.allSettled([...queues.values(), flows].map((queue) => queue.close()));
  };

  return Object.assign(enqueue, { enrich, close });
}
