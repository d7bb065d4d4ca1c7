import {
  createPostgresBackend,
  type FlowJob,
  FlowProducer,
  type JobsOptions,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { QueueName } from './contracts.ts';

export interface QueuedJob {
  name: string;
  data: unknown;
  opts: JobsOptions;
}

/** What Cordon uses of BullMQ's classes, whichever backend is behind them. */
export interface JobQueue {
  add(name: string, payload: unknown, options: JobsOptions): Promise<unknown>;
  addBulk(jobs: QueuedJob[]): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active' | 'delayed' | 'failed')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface JobFlows {
  add(flow: FlowJob): Promise<unknown>;
  close(): Promise<void>;
}

export interface JobWorker {
  close(force?: boolean): Promise<void>;
  waitUntilReady(): Promise<unknown>;
}

type JobWorkerOptions = Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount'>;

/**
 * BullMQ on Redis or Valkey when there is a Redis URL, else on the PostgreSQL that is there anyway. The only place that knows which.
 * The queue is a nudge: a producer fails at once when it is down (no offline queue), and `resume-stalled` finds what was missed.
 */
export interface QueueBackend {
  kind: 'redis' | 'postgres';
  queue(name: QueueName): JobQueue;
  flows(): JobFlows;
  worker(name: QueueName, processor: Processor, options: JobWorkerOptions): JobWorker;
  /** Fails when the queue is down. On PostgreSQL the database's own check says it. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const PREFIX = '{cordon}';
/** Connections per BullMQ object on PostgreSQL; workers have one more each that listens. */
const PRODUCER_POOL = 2;
const WORKER_POOL = 4;
/**
 * Finished jobs leave nothing behind, failed ones neither: what happened is in the database, and a kept id would keep the same work from
 * being nudged again. (Keeping the last N deadlocks on the PostgreSQL backend.)
 */
export const jobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
};

export async function openQueueBackend(
  urls: { redisUrl?: string | undefined; databaseUrl: string },
  log: Log,
): Promise<QueueBackend> {
  return urls.redisUrl ? openRedis(urls.redisUrl, log) : openPostgres(urls.databaseUrl, log);
}

function openRedis(url: string, log: Log): QueueBackend {
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: false });
  const consumer = new Redis(url, { maxRetriesPerRequest: null });
  const complain = (error: Error) => log.warn({ err: error }, 'redis');
  producer.on('error', complain);
  consumer.on('error', complain);
  const shared = { prefix: PREFIX, skipVersionCheck: true };
  return {
    kind: 'redis',
    queue: (name) => watched(new Queue(name, { ...shared, connection: producer, defaultJobOptions: jobOptions }), log),
    flows: () => watched(new FlowProducer({ ...shared, connection: producer }), log),
    worker: (name, processor, options) =>
      watched(new Worker(name, processor, { ...options, ...shared, connection: consumer }), log),
    ping: async () => void (await producer.ping()),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

async function openPostgres(url: string, log: Log): Promise<QueueBackend> {
  await migrateQueue(url);
  // The queue is only a nudge: what a crash of PostgreSQL takes from its last moments is found by its due time, so nothing waits for the disk.
  const options = '-c synchronous_commit=off';
  const pool = (max: number) => ({ connectionString: url, schema: 'bullmq', options, max, keepAlive: true });
  return {
    kind: 'postgres',
    queue: (name) =>
      watched(
        new Queue(name, { connection: pool(PRODUCER_POOL), defaultJobOptions: jobOptions }, createPostgresBackend),
        log,
      ),
    flows: () => watched(new FlowProducer({ connection: pool(PRODUCER_POOL) }, createPostgresBackend), log),
    worker: (name, processor, options) =>
      watched(new Worker(name, processor, { ...options, connection: pool(WORKER_POOL) }, createPostgresBackend), log),
    ping: async () => undefined,
    close: async () => undefined,
  };
}

async function migrateQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

function watched<Emitter extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
  emitter: Emitter,
  log: Log,
): Emitter {
  emitter.on('error', (error) => log.warn({ err: error }, 'queue'));
  return emitter;
}
