import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergeCases } from '#src/cases/merge.ts';
import { takeCase } from '#src/cases/take.ts';
import { unmergeCase } from '#src/cases/unmerge.ts';
import type { Detection } from '#src/detections/detection.ts';
import { checkStorm } from '#src/noise/check-storm.ts';
import { loadStorm } from '#src/noise/load-storm.ts';
import { tellStorm } from '#src/noise/tell-storm.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, detectionOf, enrich, openedCase, pass, scoredCase, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
const RATE = 3;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  ctx.config = {
    ...ctx.config,
    policy: { ...ctx.config.policy, storm: { cases_per_minute: RATE, calm_minutes: 5 } },
  };
  await pass(ctx.db, 3600);
  await ctx.db.updateTable('cases').set({ hold: null, state: 'closed' }).execute();
  await ctx.db.updateTable('storms').set({ ended_at: new Date(), due_at: null }).execute();
});
afterAll(() => database?.close());

const openMany = async (count: number, more: Partial<Detection> = {}) => {
  const ids: number[] = [];
  for (let opened = 0; opened < count; opened += 1) ids.push(await openedCase(ctx, more));
  return ids;
};
const holds = async (ids: readonly number[]) => Promise.all(ids.map(async (id) => (await caseRow(ctx, id)).hold));
const currentId = async () =>
  (await ctx.db.selectFrom('storms').select('id').where('ended_at', 'is', null).executeTakeFirstOrThrow()).id;
const check = async (stormId: string) => checkStorm(ctx, { stormId, actor });
const summaries = async (stormId: string) =>
  ctx.db.selectFrom('messages').selectAll().where('key', '=', `storm:${stormId}`).execute();

test('past the rate further cases are held under one summary; critical ones never', async () => {
  const ids = await openMany(RATE + 3);
  const critical = await openedCase(ctx, { severity: 'critical' });
  expect(await holds([...ids, critical])).toEqual([null, null, null, 'storm', 'storm', 'storm', null]);
  const stormId = await currentId();
  expect(await summaries(stormId)).toMatchObject([
    { case_id: null, kind: 'storm', channel: 'C0TRIAGE01', detail: { storm: stormId }, due_at: expect.any(Date) },
  ]);
  expect(await story(ctx, ids.at(-1) ?? 0)).toEqual(['case.opened', 'case.held']);
});

test('fewer a minute are no storm, however many they become', async () => {
  for (let minute = 0; minute < 4; minute += 1) {
    expect(await holds(await openMany(RATE))).toEqual([null, null, null]);
    await pass(ctx.db, 61);
  }
});

test('20 cases at once begin one storm and none is lost', async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, () => openedCase(ctx)));
  expect(new Set(opened).size).toBe(20);
  const held = (await holds(opened)).filter((hold) => hold === 'storm');
  // Those that were opened at the very same moment could not see each other.
  expect(held.length).toBeGreaterThan(0);
  expect(await ctx.db.selectFrom('storms').select('id').where('ended_at', 'is', null).execute()).toHaveLength(1);
  expect(await summaries(await currentId())).toHaveLength(1);
});

test('the summary says how many, of what, and which are the worst', async () => {
  const rule = { name: 'Mass export', techniques: [], analytics: [] };
  await openMany(RATE, { rule });
  await openMany(2, { rule, severity: 'low', title: 'Minor' });
  const worst = await openedCase(ctx, { source: 'splunk', title: 'Odd', severity: 'high' });
  const storm = await loadStorm(ctx, await currentId());
  expect(storm).toMatchObject({
    cases: 6,
    minutes: 1,
    held: 3,
    waiting: 3,
    most: [
      { count: 5, rule: 'Mass export', source: 'siem' },
      { count: 1, rule: 'Odd', source: 'splunk' },
    ],
    calmAt: null,
  });
  expect(storm?.next[0]).toEqual({ id: worst, title: 'Odd', severity: 'high' });
});

test('the summary is drawn again at a pace, however often it changes', async () => {
  await openMany(RATE + 1);
  const stormId = await currentId();
  expect(await tellStorm(ctx, stormId)).toMatchObject({ waitMs: 0 });
  await ctx.db.updateTable('messages').set({ ts: '1.1', due_at: null }).where('key', '=', `storm:${stormId}`).execute();
  const told = await tellStorm(ctx, stormId);
  expect(told?.waitMs).toBeGreaterThan(4_000);
  const again = await tellStorm(ctx, stormId);
  expect(again?.waitMs).toBeLessThanOrEqual(told?.waitMs ?? 0);
});

describe('the end', () => {
  test('comes only after it has been calm for as long as is asked for', async () => {
    const ids = await openMany(RATE + 2);
    const stormId = await currentId();
    expect(await check(stormId)).toEqual({ outcome: 'nothing-to-do' });
    await pass(ctx.db, 3 * 60);
    await openMany(RATE + 1);
    await pass(ctx.db, 3 * 60);
    const later = await check(stormId);
    expect(later).toMatchObject({ outcome: 'going-on', released: [] });
    expect('waitMs' in later && later.waitMs).toBeGreaterThan(60_000);
    expect(await holds(ids)).toContain('storm');
  });

  test('lets go one after the other, the worst first, and nothing twice', async () => {
    const ids = await openMany(RATE);
    const low = await openedCase(ctx, { severity: 'low' });
    const high = await openedCase(ctx, { severity: 'high' });
    const taken = await openedCase(ctx, { severity: 'high' });
    await takeCase(ctx, { caseId: taken, by: { name: 'Sam', slackUser: 'U1' }, actor });
    const stormId = await currentId();
    await pass(ctx.db, 6 * 60);
    expect(await check(stormId)).toMatchObject({ released: [high] });
    const both = await Promise.all([check(stormId), check(stormId)]);
    expect(both.flatMap((one) => ('released' in one ? one.released : []))).toEqual([low]);
    await check(stormId);
    expect(await holds([...ids, low, high, taken])).toEqual([null, null, null, null, null, null]);
    expect(await loadStorm(ctx, stormId)).toMatchObject({ waiting: 0, held: 3, endedAt: expect.any(String) });
    expect((await story(ctx, low)).filter((what) => what === 'case.released')).toHaveLength(1);
    expect(await check(stormId)).toEqual({ outcome: 'nothing-to-do' });
  });

  test('between two releases other cards have room; with the pace on, one goes every 3 s', async () => {
    ctx.paced = true;
    await openMany(RATE + 2);
    const stormId = await currentId();
    await pass(ctx.db, 6 * 60);
    expect(await check(stormId)).toMatchObject({ outcome: 'going-on', waitMs: 3_000, released: [expect.any(Number)] });
    expect(await check(stormId)).toEqual({ outcome: 'nothing-to-do' });
    await pass(ctx.db, 3);
    expect(await check(stormId)).toMatchObject({ released: [expect.any(Number)] });
    await pass(ctx.db, 3);
    expect(await check(stormId)).toEqual({ outcome: 'ended' });
  });

  test('is taken back when it begins anew while what was held is posted', async () => {
    await openMany(RATE + 3);
    const stormId = await currentId();
    await pass(ctx.db, 6 * 60);
    expect(await check(stormId)).toMatchObject({ released: [expect.any(Number)] });
    const again = await openMany(RATE + 1);
    expect(await holds(again)).toEqual([null, null, null, 'storm']);
    expect(await currentId()).toBe(stormId);
    expect(await loadStorm(ctx, stormId)).toMatchObject({ calmAt: null, waiting: 3 });
    expect(await check(stormId)).toEqual({ outcome: 'nothing-to-do' });
  });
});

test('a held case whose score turns out critical is posted at once', async () => {
  await openMany(RATE);
  const caseId = await openedCase(ctx);
  expect(await caseRow(ctx, caseId)).toMatchObject({ hold: 'storm' });
  await ctx.db
    .updateTable('detections')
    .set({ body: JSON.stringify(detectionOf({ severity: 'critical' })) })
    .where('case_id', '=', caseId)
    .execute();
  ctx.acme.faults.ask = [() => Promise.reject(new Error('away'))];
  await enrich(ctx, caseId);
  expect(await caseRow(ctx, caseId)).toMatchObject({ severity: 'critical', hold: null, prepare_at: expect.any(Date) });
});

test('what has a low score anyway is let go without a card, beside the next that gets one', async () => {
  await openMany(RATE);
  const loud = await openedCase(ctx);
  ctx.acme.rows = 3;
  const quiet = await scoredCase(ctx);
  expect(await caseRow(ctx, quiet)).toMatchObject({ hold: 'storm', quiet: true });
  await pass(ctx.db, 6 * 60);
  expect(await check(await currentId())).toMatchObject({ outcome: 'going-on', released: [loud, quiet] });
  expect(await caseRow(ctx, quiet)).toMatchObject({ hold: null, prepare_at: null });
});

test('what was merged while it was held, and is taken out when the storm is long over, gets its card', async () => {
  const [shown = 0] = await openMany(RATE);
  const held = await openedCase(ctx);
  const stormId = await currentId();
  await mergeCases(ctx, { from: held, into: shown, because: 'one story', actor, rules: { playbooks: [] } });
  await pass(ctx.db, 6 * 60);
  expect(await check(stormId)).toEqual({ outcome: 'ended' });
  await unmergeCase(ctx, { caseId: held, reason: 'two stories', actor });
  expect(await caseRow(ctx, held)).toMatchObject({ hold: null, state: 'new' });
});
