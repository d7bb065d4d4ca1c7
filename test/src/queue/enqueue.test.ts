import { randomUUID } from 'node:crypto';
import type { FlowJob, JobsOptions } from 'bullmq';
import { describe, expect, test } from 'vitest';
import { createLog } from '#src/log.ts';
import type { QueueBackend } from '#src/queue/backend.ts';
import { openQueueBackend } from '#src/queue/backend.ts';
import { contracts, QUEUES } from '#src/queue/contracts.ts';
import { createEnqueue } from '#src/queue/enqueue.ts';

const silent = createLog({ level: 'silent', name: 'test' });

/** A backend that notes what it was given, or fails at everything. */
function createBackend(broken = false) {
  const added: { queue: string; name: string; payload: unknown; options: JobsOptions }[] = [];
  const grown: FlowJob[] = [];
  const fail = () => (broken ? Promise.reject(new Error('connect ECONNREFUSED')) : undefined);
  const backend: QueueBackend = {
    kind: 'redis',
    queue: (queue) => ({
      add: async (name, payload, options) => (await fail()) ?? added.push({ queue, name, payload, options }),
      addBulk: async () => fail(),
      getJobCounts: async () => ({}),
      close: async () => fail(),
    }),
    flows: () => ({ add: async (flow) => (await fail()) ?? grown.push(flow), close: async () => fail() }),
    worker: () => {
      throw new Error('not here');
    },
    ping: async () => fail(),
    close: async () => fail(),
  };
  return { backend, added, grown };
}

test('a job goes to its own queue under a derived id, so that a second nudge is dropped', async () => {
  const { backend, added } = createBackend();
  const enqueue = createEnqueue(backend, silent);
  const stepId = randomUUID();
  await enqueue('run-step', { stepId }, { key: 'a' });
  await enqueue('verify-step', { stepId }, { key: 'b', delayMs: 60_000 });
  expect(added).toEqual([
    { queue: 'respond', name: 'run-step', payload: { stepId }, options: { jobId: 'run-step-a' } },
    { queue: 'respond', name: 'verify-step', payload: { stepId }, options: { jobId: 'verify-step-b', delay: 60_000 } },
  ]);
});

test('no derived id holds what BullMQ refuses in one', async () => {
  const { backend, added, grown } = createBackend();
  const enqueue = createEnqueue(backend, silent);
  await enqueue('post-case', { caseId: 42 }, { key: '42-taken' });
  await enqueue.enrich(42, 1, [randomUUID()]);
  const ids = [
    ...added.map(({ options }) => options.jobId),
    ...grown.flatMap((flow) => [flow, ...(flow.children ?? [])]).map(({ opts }) => opts?.jobId),
  ];
  for (const id of ids) expect(id).toMatch(/^[a-z-]+-[\w-]+$/);
});

test('questions are asked side by side, and scoring waits for all of them however they end', async () => {
  const { backend, added, grown } = createBackend();
  const enqueue = createEnqueue(backend, silent);
  const ids = [randomUUID(), randomUUID()];
  await enqueue.enrich(42, 3, ids);
  expect(grown).toMatchObject([
    {
      name: 'score-case',
      queueName: 'enrich',
      data: { caseId: 42 },
      opts: { jobId: 'score-case-42-3' },
      children: ids.map((queryRunId) => ({
        name: 'run-query',
        data: { queryRunId },
        opts: { ignoreDependencyOnFailure: true },
      })),
    },
  ]);
  await enqueue.enrich(43, 1, []);
  expect(added).toMatchObject([{ name: 'score-case', payload: { caseId: 43 } }]);
});

describe('with a queue that is down', () => {
  test('nothing throws, and everything is logged', async () => {
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const enqueue = createEnqueue(createBackend(true).backend, createLog({ level: 'warn', name: 'test', stream }));
    await enqueue('run-step', { stepId: randomUUID() }, { key: 'a' });
    await enqueue.enrich(42, 1, [randomUUID()]);
    await enqueue.enrich(42, 1, []);
    await enqueue.close();
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toContain('found by');
  });

  test.each([['Redis', { redisUrl: 'redis://127.0.0.1:1', databaseUrl: '' }]])(
    '%s: an answer comes at once, not after retries',
    async (_, urls) => {
      const backend = await openQueueBackend(urls, silent);
      const enqueue = createEnqueue(backend, silent);
      const started = performance.now();
      await enqueue('post-case', { caseId: 1 }, { key: '1' });
      expect(performance.now() - started).toBeLessThan(10_000);
      await expect(backend.ping()).rejects.toThrow();
      await enqueue.close();
      await backend.close();
    },
  );
});

test('payloads carry ids only, and belong to a queue there is', () => {
  const caseId = 42;
  const [deliveryId, queryRunId, stepId, messageId, chainWaitId, stormId] = Array.from({ length: 6 }, () =>
    randomUUID(),
  );
  const canaryId = `cordon-canary-${randomUUID()}`;
  for (const { queue, payload } of Object.values(contracts)) {
    expect(QUEUES).toContain(queue);
    const full = { caseId, deliveryId, queryRunId, stepId, messageId, chainWaitId, stormId, canaryId, snoozeId: 7 };
    const read = payload.parse({ ...full, email: 'mara.ito@northwind.example', token: 'xoxb-1' });
    expect(Object.keys(read)).toHaveLength(1);
    expect(payload.safeParse({}).success).toBe(false);
    for (const wrong of ['', 'x', -1, 0, 1.5, null]) {
      const all = Object.fromEntries(Object.keys(full).map((key) => [key, wrong]));
      expect(payload.safeParse(all).success).toBe(false);
    }
  }
});
