import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadCaseView } from '#src/cases/view.ts';
import { ACTIONS } from '#src/slack/action-ids.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { caseRow, openedCase, somebody, story } from '#test/helpers/seed.ts';
import { click, createFakeApp, submit } from './fake-app.ts';

let database: TestDatabase;
let ctx: TestContext;
let app: ReturnType<typeof createFakeApp>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  ctx.clock = { ...ctx.clock, now: () => new Date() };
  await ctx.db.updateTable('snoozes').set({ ended_at: new Date() }).execute();
  app = createFakeApp(ctx);
});
afterAll(() => database?.close());

const RULE = { name: 'Mass export', techniques: [], analytics: ['AN1520'] };
const HOUR = 60 * 60 * 1000;
const open = (more = {}) => openedCase(ctx, { rule: RULE, ...more });

async function snooze(caseId: number, user: string, more: { choice?: string; until?: number } = {}) {
  const { detections } = await loadCaseView(ctx, caseId);
  return submit(app, {
    user,
    callback: ACTIONS.snooze,
    metadata: String(caseId),
    reason: 'customer migration',
    choice: more.choice ?? `${detections[0]?.id}|rule`,
    until: more.until ?? Date.now() + HOUR,
  });
}

describe('snoozing from a card', () => {
  test('the menu opens the window, with what its detection can be recognised by', async () => {
    const caseId = await open();
    expect(
      await click(app, ctx, { user: somebody.security, action: ACTIONS.more, value: `snooze|${caseId}` }),
    ).toBeUndefined();
    const window = JSON.stringify(app.opened);
    expect(window).toContain('Mass export from siem about Mara Ito');
    expect(window).toContain('datetimepicker');
  });

  test('is told in the channel and in the thread, and holds back what comes then', async () => {
    const caseId = await open();
    expect(await snooze(caseId, somebody.security)).toMatchObject({ title: 'Snoozed' });
    expect(app.started.map(([name]) => name)).toEqual(['deliver-message', 'post-case']);
    expect(await story(ctx, caseId)).toContain('snooze.set');
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold: null });
    expect(await caseRow(ctx, await open())).toMatchObject({ hold: 'snooze' });
  });

  test.each([
    ['somebody it is about', somebody.security, { subject: { email: 'noor.haddad@northwind.example', ids: {} } }],
    ['somebody outside security', somebody.finance, {}],
  ])('is not for %s', async (_, user, about) => {
    const caseId = await open(about);
    expect(await snooze(caseId, user)).toMatchObject({
      title: 'Not done',
      text: expect.stringMatching(/can't do this/),
    });
    const standing = await ctx.db.selectFrom('snoozes').select('id').where('ended_at', 'is', null).execute();
    expect(standing).toEqual([]);
  });

  test.each([
    ['a choice that was not offered', { choice: `${crypto.randomUUID()}|rule` }],
    ['no choice', { choice: 'x' }],
    ['a time that is over', { until: Date.now() - HOUR }],
    ['more than 30 days', { until: Date.now() + 31 * 24 * HOUR }],
  ])('%s is refused in words', async (_, more) => {
    expect(await snooze(await open(), somebody.security, more)).toMatchObject({ title: 'Not done' });
  });
});

test('a case a storm holds can be taken from the summary, and gets its card', async () => {
  ctx.config = { ...ctx.config, policy: { ...ctx.config.policy, storm: { cases_per_minute: 1, calm_minutes: 5 } } };
  await open();
  const held = await open();
  const { storm_id: stormId } = await caseRow(ctx, held);
  await ctx.db.updateTable('messages').set({ ts: '17.1' }).where('key', '=', `storm:${stormId}`).execute();
  const container = { type: 'message', channel_id: 'C0TRIAGE01', message_ts: '17.1' };
  const pressed = { user: somebody.security, action: ACTIONS.openHeld, value: String(stormId), container };
  expect(await click(app, ctx, pressed)).toBeUndefined();
  expect(JSON.stringify(app.opened)).toContain(`CASE-${held} high`);
  expect(await click(app, ctx, { ...pressed, user: somebody.finance })).toMatch(/needs the role security/);
  const answer = await submit(app, {
    user: somebody.security,
    callback: ACTIONS.takeHeld,
    metadata: String(stormId),
    choice: String(held),
  });
  expect(answer).toMatchObject({ title: 'Taken' });
  expect(await caseRow(ctx, held)).toMatchObject({ hold: null, state: 'investigating' });
  expect(app.started.map(([name]) => name)).toEqual(['post-case', 'prepare-steps', 'deliver-message']);
  const late = {
    user: somebody.otherSecurity,
    callback: ACTIONS.takeHeld,
    metadata: String(stormId),
    choice: String(held),
  };
  expect(await submit(app, late)).toMatchObject({ title: 'Not done', text: expect.stringContaining('already taken') });
});
