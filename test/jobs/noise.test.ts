import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jobs } from '#jobs/index.ts';
import { resumeStalled } from '#jobs/resume-stalled.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { issueCanary } from '#src/noise/issue-canary.ts';
import { setSnooze } from '#src/noise/set-snooze.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, openedCase, pass, scoredCase } from '#test/helpers/seed.ts';
import { createFakeEnqueue, createFakeJob } from './fakes.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  await pass(ctx.db, 3600);
  await ctx.db.updateTable('cases').set({ hold: null, state: 'closed', due_at: null }).execute();
  await ctx.db.updateTable('storms').set({ ended_at: new Date(), due_at: null }).execute();
});
afterAll(() => database?.close());

async function run(name: string, payload: object) {
  const enqueue = createFakeEnqueue();
  const { job, delayed } = createFakeJob(payload);
  const found = jobs.find((one) => one.name === name);
  await found?.run({ ctx, enqueue }, job, 'token').catch((error: Error) => {
    if (error.constructor.name !== 'DelayedError') throw error;
  });
  return { started: enqueue.started.map(([job_, data]) => [job_, ...Object.values(data)]), delayed };
}

async function sweep() {
  const enqueue = createFakeEnqueue();
  await resumeStalled(ctx, enqueue);
  return enqueue.started.map(([name, payload]) => [name, ...Object.values(payload)]);
}

const stormy = () => {
  ctx.config = { ...ctx.config, policy: { ...ctx.config.policy, storm: { cases_per_minute: 1, calm_minutes: 5 } } };
};

const deliver = async (body: object) => {
  const input = { source: 'splunk', deliveryKey: crypto.randomUUID(), contentType: 'application/json' };
  return receiveDelivery(ctx, { ...input, body: Buffer.from(JSON.stringify(body)) });
};
const finding = () => ({
  cordon: 'detection/1',
  id: crypto.randomUUID(),
  title: 'Odd',
  occurred_at: '2026-11-22T08:00:00Z',
  severity: 'high',
});

test('a held case is asked about like any other, and the summary is sent', async () => {
  stormy();
  await run('ingest-delivery', { deliveryId: (await deliver(finding())).id });
  const second = await deliver(finding());
  const { started } = await run('ingest-delivery', { deliveryId: second.id });
  const { id } = await ctx.db
    .selectFrom('messages')
    .select('id')
    .where('kind', '=', 'storm')
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  expect(started.map(([name]) => name)).toEqual(['deliver-message', 'enrich', 'deliver-message']);
  expect(started.filter(([name]) => name === 'deliver-message')).toEqual([
    ['deliver-message', id],
    ['deliver-message', id],
  ]);
  await run('deliver-message', { messageId: id });
  expect(ctx.slack.posts).toMatchObject([{ channel: 'C0TRIAGE01', text: expect.stringContaining('2 new cases in') }]);
  expect(ctx.slack.posts[0]?.threadTs).toBeUndefined();
});

test('a routed detection posts its one line, however often its delivery is worked on', async () => {
  ctx.config = { ...ctx.config, routing: [{ when: { sources: ['splunk'] }, to: { channel: 'C0CLOUD01' } }] };
  const body = finding();
  const { started } = await run('ingest-delivery', { deliveryId: (await deliver(body)).id });
  expect(started).toEqual([['deliver-message', expect.any(String)]]);
  expect((await run('ingest-delivery', { deliveryId: (await deliver(body)).id })).started).toEqual([]);
  const messageId = String(started[0]?.[1]);
  await run('deliver-message', { messageId });
  await run('deliver-message', { messageId });
  expect(ctx.slack.posts).toMatchObject([
    {
      channel: 'C0CLOUD01',
      text: 'From splunk: Odd (high). No case was opened: kept only, by routing[0] (source splunk).',
    },
  ]);
  const row = await ctx.db
    .selectFrom('detections')
    .select(['case_id', 'joined_because'])
    .where('fingerprint', 'is not', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ case_id: null, joined_because: 'kept only, by routing[0] (source splunk)' });
});

describe('what is due is found, whatever the queue forgot', () => {
  test('the end of a snooze, which is told once', async () => {
    ctx.clock = { ...ctx.clock, now: () => new Date() };
    const scope = { source: 'siem', rule: 'r-7', person: null, app: null };
    const by = { name: 'Noor', key: null };
    const until = new Date(Date.now() + 60_000);
    const { id } = await setSnooze(ctx, { scope, about: 'R-7 from siem', until, reason: 'x', by, actor });
    await pass(ctx.db, 63);
    expect(await sweep()).toContainEqual(['end-snooze', id]);
    expect((await run('end-snooze', { snoozeId: id })).started).toEqual([['deliver-message', expect.any(String)]]);
    expect((await run('end-snooze', { snoozeId: id })).started).toEqual([]);
    expect((await sweep()).map(([name]) => name)).not.toContain('end-snooze');
  });

  test('the end of a storm, which then goes on by itself', async () => {
    stormy();
    await openedCase(ctx);
    const held = await scoredCase(ctx);
    const { storm_id: stormId } = await caseRow(ctx, held);
    expect((await sweep()).map(([name]) => name)).not.toContain('check-storm');
    await pass(ctx.db, 6 * 60);
    expect(await sweep()).toContainEqual(['check-storm', stormId]);
    expect(await sweep()).not.toContainEqual(['post-case', held]);
    const checked = await run('check-storm', { stormId });
    expect(checked.started).toContainEqual(['post-case', held]);
    expect(checked.delayed).toHaveLength(1);
    await pass(ctx.db, 3);
    expect(await sweep()).toContainEqual(['post-case', held]);
    const ended = await run('check-storm', { stormId });
    expect([ended.started.map(([name]) => name), ended.delayed]).toEqual([['deliver-message'], []]);
    expect((await run('check-storm', { stormId })).started).toEqual([]);
  });

  test('the end of a canary that never came through', async () => {
    const { id } = await issueCanary(ctx, { source: 'splunk', actor });
    await pass(ctx.db, 11 * 60);
    expect(await sweep()).toContainEqual(['end-canary', id]);
    await run('end-canary', { canaryId: id });
    expect((await sweep()).map(([name]) => name)).not.toContain('end-canary');
  });

  test('a canary that was weighed, and whose last step was lost', async () => {
    const { body } = await issueCanary(ctx, { source: 'splunk', actor });
    await run('ingest-delivery', { deliveryId: (await deliver(JSON.parse(body.toString()))).id });
    const { case_id: caseId } = await ctx.db
      .selectFrom('canaries')
      .select('case_id')
      .orderBy('issued_at', 'desc')
      .executeTakeFirstOrThrow();
    await pass(ctx.db, 60);
    await run('score-case', { caseId });
    await pass(ctx.db, 3);
    expect(await sweep()).toContainEqual(['post-case', caseId]);
    const { started } = await run('post-case', { caseId });
    await run('deliver-message', { messageId: String(started[0]?.[1]) });
    await pass(ctx.db, 3);
    expect(await sweep()).not.toContainEqual(['post-case', caseId]);
    expect(ctx.slack.posts).toEqual([]);
    expect(await caseRow(ctx, Number(caseId))).toMatchObject({ state: 'closed', resolution: 'canary' });
  });
});
