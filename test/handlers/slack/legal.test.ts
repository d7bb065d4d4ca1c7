import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadHome } from '#src/cases/home.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { ACTIONS, numbered } from '#src/slack/action-ids.ts';
import { drawHome } from '#src/slack/home.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { scoredCase, somebody } from '#test/helpers/seed.ts';
import { click, createFakeApp, submit } from './fake-app.ts';

const lea = 'U0DEMO0006';

let database: TestDatabase;
let ctx: TestContext;
let app: ReturnType<typeof createFakeApp>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database, { legal: { regimes: ['gdpr'], quorum: 1 } });
  app = createFakeApp(ctx);
});
afterAll(() => database?.close());

const personal = { objects: [{ name: 'Contact' }], counts: [{ what: 'records', count: 41_250 }] };
const press = (user: string, value: string, container?: object) =>
  click(app, ctx, { user, action: numbered(ACTIONS.openLegal, 0), value, ...(container ? { container } : {}) });

describe('the buttons of legal', () => {
  test.each([
    ['moment', ACTIONS.setMoment],
    ['decide', ACTIONS.decideNotification],
    ['hold', ACTIONS.placeHold],
    ['lift', ACTIONS.liftHold],
    ['scope', undefined],
  ])('%s opens its window on the case', async (what, callback) => {
    const caseId = await scoredCase(ctx, personal);
    expect(await press(lea, `${what}|${caseId}`)).toBeUndefined();
    expect(app.opened).toHaveLength(1);
    expect(app.opened[0]?.callback_id).toBe(callback);
    expect(JSON.stringify(app.opened[0])).toContain(`CASE-${caseId}`);
  });

  test('are for legal alone, in private words', async () => {
    const caseId = await scoredCase(ctx, personal);
    for (const user of [somebody.security, somebody.manager, somebody.finance])
      expect(await press(user, `scope|${caseId}`)).toBe(`You can't do this: it needs the role legal. <@${lea}> can.`);
    expect(app.opened).toEqual([]);
  });

  test('do nothing for another case than the message is about, nor with another value', async () => {
    const [caseId, other] = [await scoredCase(ctx, personal), await scoredCase(ctx, personal)];
    await ctx.db
      .insertInto('messages')
      .values({ case_id: caseId, key: 'legal:x', kind: 'legal', channel: 'D1', ts: '1.1', due_at: null })
      .execute();
    const container = { type: 'message', channel_id: 'D1', message_ts: '1.1' };
    expect(await press(lea, `scope|${other}`, container)).toContain('belongs to another case');
    for (const value of ['constructor|1', 'scope', 'scope|x', ''])
      expect(await press(lea, value, container)).toContain('not one of ours');
    expect(app.opened).toEqual([]);
  });
});

describe('the windows of legal', () => {
  test('decide, hold and lift, each with its arrow', async () => {
    const caseId = await scoredCase(ctx, personal);
    const metadata = String(caseId);
    const reason = 'I read the log';
    const of = (callback: string, choice?: string) =>
      submit(app, { user: lea, callback, metadata, reason, ...(choice ? { choice } : {}) });
    expect(await of(ACTIONS.decideNotification, 'gdpr|not-yet')).toMatchObject({ title: 'Recorded' });
    expect(await of(ACTIONS.placeHold)).toMatchObject({ title: 'Recorded' });
    expect((await loadCaseView(ctx, caseId)).legal).toMatchObject({ decisions: [{ choice: 'not-yet' }], hold: {} });
    expect(await of(ACTIONS.placeHold)).toMatchObject({ title: 'Not done' });
    expect(await of(ACTIONS.liftHold)).toMatchObject({ title: 'Recorded' });
    expect(app.started.map(([name]) => name)).toEqual(['post-case', 'post-case', 'post-case']);
  });

  test('a moment without a time sets nothing', async () => {
    const caseId = await scoredCase(ctx, personal);
    const answer = await submit(app, {
      user: lea,
      callback: ACTIONS.setMoment,
      metadata: String(caseId),
      reason: 'I read the log',
      choice: 'aware',
    });
    expect(answer).toMatchObject({ title: 'Not done', text: 'Choose when it was so.' });
    expect((await loadCaseView(ctx, caseId)).legal.moments).toEqual([]);
  });
});

test('App Home shows legal the cases it was told of, and nobody else', async () => {
  const caseId = await scoredCase(ctx, personal);
  await queueMessages(ctx, { caseId, story: STORY });
  const home = await loadHome(ctx, lea);
  expect(home.legal).toContainEqual(expect.objectContaining({ id: caseId, held: false, canDecide: true }));
  expect(JSON.stringify(drawHome(home))).toContain(`moment|${caseId}`);
  expect((await loadHome(ctx, somebody.security)).legal).toEqual([]);
});
