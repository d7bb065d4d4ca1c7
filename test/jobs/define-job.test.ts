import { randomUUID } from 'node:crypto';
import { DelayedError, UnrecoverableError } from 'bullmq';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineJob, type JobEnd } from '#jobs/define-job.ts';
import { Conflict, VendorError } from '#src/errors.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { createFakeEnqueue, createFakeJob } from './fakes.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const stepId = randomUUID();
const enqueue = createFakeEnqueue();

function run(work: () => Promise<JobEnd>, data: unknown = { stepId }) {
  const { job, delayed } = createFakeJob(data);
  const running = defineJob('run-step', work).run({ ctx, enqueue }, job, 'token');
  return { running, delayed };
}

test('the work gets its payload, its actor, and a log that names both on every line', async () => {
  const { job } = createFakeJob({ stepId, old: 'field' });
  const seen: unknown[] = [];
  await defineJob('run-step', async ({ payload, actor, ctx: inner }) => {
    seen.push(payload, actor);
    inner.log.info('working');
    return undefined;
  }).run({ ctx, enqueue }, job, 'token');
  expect(seen).toEqual([{ stepId }, { kind: 'job', name: 'run-step' }]);
  expect(JSON.parse(ctx.logged.at(-1) ?? '')).toMatchObject({ job: 'run-step', stepId, msg: 'working' });
});

test.each([{}, { stepId: 'x' }, { stepId: 7 }, null, 'text', { caseId: 1 }])(
  'a payload of %j ends the job at once: trying again cannot mend it',
  async (data) => {
    let worked = false;
    const { running } = run(async () => {
      worked = true;
      return undefined;
    }, data);
    await expect(running).rejects.toBeInstanceOf(UnrecoverableError);
    expect(worked).toBe(false);
  },
);

test.each([
  ['refused', new Conflict('x', 'No.'), true],
  ['not permitted', new VendorError('No.', { vendor: 'acme', kind: 'not-permitted' }), true],
  ['rate limited', new VendorError('Later.', { vendor: 'acme', kind: 'rate-limited' }), false],
  ['a database that is away', new Error('ECONNREFUSED'), false],
])('%s: tried again or not', async (_, error, final) => {
  const { running } = run(async () => {
    throw error;
  });
  const thrown = await running.catch((caught: unknown) => caught);
  expect(thrown instanceof UnrecoverableError).toBe(final);
  expect(thrown).toMatchObject({ message: error.message });
  expect(JSON.parse(ctx.logged.at(-1) ?? '')).toMatchObject({ job: 'run-step', stepId, msg: 'job failed' });
  expect(await ctx.metrics.registry.metrics()).toContain('cordon_jobs_total{job="run-step",outcome="failed"} 1');
});

test.each([0, 1, 1_234.567, 0.2])(
  'work that asks to be run again in %d ms is put off by whole milliseconds',
  async (againInMs) => {
    const before = Date.now();
    const { running, delayed } = run(async () => ({ againInMs }));
    await expect(running).rejects.toBeInstanceOf(DelayedError);
    const [timestamp = 0] = delayed;
    expect(Number.isInteger(timestamp)).toBe(true);
    expect(timestamp).toBeGreaterThanOrEqual(before + againInMs);
  },
);
