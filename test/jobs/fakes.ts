import type { Job } from 'bullmq';
import type { Enqueue } from '#src/queue/enqueue.ts';

/** An enqueue that only notes what it was given. */
export function createFakeEnqueue(): Enqueue & { started: [name: string, payload: object, key: string][] } {
  const started: [string, object, string][] = [];
  const enqueue = async (name: string, payload: object, { key }: { key: string }) =>
    void started.push([name, payload, key]);
  return Object.assign(enqueue, {
    started,
    enrich: async (caseId: number, round: number, queryRunIds: readonly string[]) =>
      void started.push(['enrich', { caseId, round, queryRunIds }, '']),
    close: async () => undefined,
  });
}

/** A BullMQ job as far as Cordon's jobs touch one. */
export function createFakeJob(data: unknown) {
  const delayed: number[] = [];
  const job = { data, moveToDelayed: async (timestamp: number) => void delayed.push(timestamp) };
  return { job: job as unknown as Job, delayed };
}
