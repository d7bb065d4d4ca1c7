import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ACTIONS, caseValue, choiceValue, numbered, stepValue } from '#src/slack/action-ids.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { aTransfer, caseRow, plannedCase, scoredCase, somebody, stepOf, story } from '#test/helpers/seed.ts';
import { click, createFakeApp, submit } from './fake-app.ts';

let database: TestDatabase;
let ctx: TestContext;
let app: ReturnType<typeof createFakeApp>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
  app = createFakeApp(ctx);
});
afterAll(() => database?.close());

const message = async (caseId: number, ts: string = crypto.randomUUID()) => {
  await ctx.db
    .insertInto('messages')
    .values({ case_id: caseId, key: ts, kind: 'card', channel: 'C0TRIAGE01', ts, due_at: null })
    .execute();
  return { type: 'message', channel_id: 'C0TRIAGE01', message_ts: ts };
};
const press = (clicked: Parameters<typeof click>[2]) => click(app, ctx, clicked);

describe('a click counts only on our own message', () => {
  test.each([
    ['a message of somebody else', { type: 'message', channel_id: 'C0TRIAGE01', message_ts: '1.0' }],
    ['the same message in another channel', { type: 'message', channel_id: 'C0OTHER', message_ts: 'known' }],
    ['a copy inside another message', { type: 'message_attachment', channel_id: 'C0TRIAGE01', message_ts: 'known' }],
    ['a message without a place', { type: 'message' }],
  ])('not on %s', async (_, container) => {
    const caseId = await scoredCase(ctx);
    await message(caseId, 'known');
    const said = await press({ user: somebody.security, action: ACTIONS.take, value: caseValue(caseId), container });
    await ctx.db.deleteFrom('messages').where('ts', '=', 'known').execute();
    expect(said).toContain('not on a message Cordon posted here');
    expect(await caseRow(ctx, caseId)).toMatchObject({ owner: null });
  });

  test('not when it came through another app', async () => {
    const caseId = await scoredCase(ctx);
    const container = await message(caseId);
    const said = await press({
      user: somebody.security,
      action: ACTIONS.take,
      value: caseValue(caseId),
      container,
      app: 'A0OTHER',
    });
    expect(said).toContain('not on a message Cordon posted here');
  });

  test('and not for another case than the message is about', async () => {
    const caseId = await plannedCase(ctx);
    const other = await plannedCase(ctx);
    const container = await message(caseId);
    const { id, digest } = await stepOf(ctx, other, 'freeze');
    const swapped = [
      { action: ACTIONS.take, value: caseValue(other) },
      { action: ACTIONS.more, value: `close|${other}` },
      { action: numbered(ACTIONS.openStep, 0), value: stepValue({ stepId: id, digest }) },
      { action: numbered(ACTIONS.openUndo, 0), value: stepValue({ stepId: id, digest }) },
      { action: ACTIONS.openDecline, value: stepValue({ stepId: id, digest }) },
    ];
    for (const one of swapped) {
      expect(await press({ user: somebody.security, container, ...one })).toContain('belongs to another case');
    }
    expect(await caseRow(ctx, other)).toMatchObject({ owner: null });
    expect(app.opened).toEqual([]);
  });
});

describe('taking a case', () => {
  test('is written down before it is acknowledged, and starts what follows', async () => {
    const caseId = await scoredCase(ctx);
    const container = await message(caseId);
    expect(
      await press({ user: somebody.security, action: ACTIONS.take, value: caseValue(caseId), container }),
    ).toBeUndefined();
    expect(await caseRow(ctx, caseId)).toMatchObject({ owner: { name: 'Noor Haddad', slackUser: somebody.security } });
    expect(app.started.map(([name]) => name)).toEqual(['post-case', 'prepare-steps']);
  });

  test('is refused in words to everybody else, in private', async () => {
    const caseId = await scoredCase(ctx);
    const said = await press({ user: somebody.finance, action: ACTIONS.take, value: caseValue(caseId) });
    expect(said).toBe(`You can't do this: it needs the role security. <@U0DEMO0001>, <@U0DEMO0002> can.`);
    expect(await press({ user: somebody.security, action: ACTIONS.take, value: 'nonsense' })).toContain(
      'not one of ours',
    );
    expect(await press({ user: somebody.security, action: ACTIONS.take, value: '999999' })).toContain(
      'There is no case',
    );
  });
});

test('what goes wrong inside is answered in words, and its cause is only in the log', async () => {
  const caseId = await scoredCase(ctx);
  ctx.people = {
    standing: async () => {
      throw new TypeError('socket hang up for mara.ito@northwind.example');
    },
  };
  const said = await press({ user: somebody.security, action: ACTIONS.take, value: caseValue(caseId) });
  expect(said).toContain('Nothing was changed. Please press again');
  expect(ctx.logged.join('')).toContain('socket hang up');
  expect(ctx.logged.join('')).not.toContain('mara.ito@');
});

describe('deciding', () => {
  test('a window opens on the plan as it is, and its yes runs the step', async () => {
    const caseId = await plannedCase(ctx);
    const container = await message(caseId);
    const { id, digest } = await stepOf(ctx, caseId, 'freeze');
    const value = stepValue({ stepId: id, digest });
    expect(
      await press({ user: somebody.security, action: numbered(ACTIONS.openStep, 0), value, container }),
    ).toBeUndefined();
    expect(app.opened).toMatchObject([{ callback_id: ACTIONS.approve, private_metadata: value }]);
    expect(
      await submit(app, { user: somebody.security, callback: ACTIONS.approve, metadata: value, reason: 'now' }),
    ).toMatchObject({ title: 'Under way', acks: 1 });
    expect(app.started.map(([name]) => name)).toEqual(['run-step', 'post-case']);
    expect(
      await press({ user: somebody.otherSecurity, action: numbered(ACTIONS.openStep, 0), value, container }),
    ).toMatch(/^Already decided: Noor Haddad said yes at <!date/);
  });

  test('an old card is told apart from the plan on the table', async () => {
    const caseId = await plannedCase(ctx);
    const { id } = await stepOf(ctx, caseId, 'freeze');
    const old = stepValue({ stepId: id, digest: 'b'.repeat(64) });
    expect(await press({ user: somebody.security, action: numbered(ACTIONS.openStep, 2), value: old })).toContain(
      'out of date',
    );
    expect(
      await submit(app, { user: somebody.security, callback: ACTIONS.approve, metadata: old, reason: 'x' }),
    ).toMatchObject({
      title: 'Not done',
      text: expect.stringContaining('out of date'),
    });
  });

  test('an answer to a question, a decline, a missing reason', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const { id, digest } = await stepOf(ctx, caseId, 'payment');
    const ref = { stepId: id, digest };
    const confirm = { callback: ACTIONS.decide, metadata: choiceValue(ref, 'confirm') };
    expect(await submit(app, { ...confirm, user: somebody.finance })).toMatchObject({
      title: 'Not done',
      text: expect.stringContaining('say why'),
    });
    expect(await submit(app, { ...confirm, user: somebody.finance, reason: 'called' })).toMatchObject({
      title: 'Recorded',
      text: 'Your answer is recorded. 1 more person has to say the same.',
    });
    expect(await submit(app, { ...confirm, user: somebody.security, reason: 'x' })).toMatchObject({
      title: 'Not done',
    });
    const no = {
      callback: ACTIONS.decline,
      metadata: caseValue(caseId),
      choice: stepValue(ref),
      user: somebody.otherFinance,
      reason: 'unclear',
    };
    expect(await submit(app, no)).toMatchObject({ title: 'Declined' });
    expect((await story(ctx, caseId)).slice(-2)).toEqual(['step.voted', 'step.declined']);
  });

  test('a case is closed and reopened by security only', async () => {
    const caseId = await scoredCase(ctx);
    const closing = { callback: ACTIONS.close, metadata: caseValue(caseId), choice: 'benign', reason: 'a migration' };
    expect(await submit(app, { ...closing, user: somebody.finance })).toMatchObject({ title: 'Not done' });
    expect(await submit(app, { ...closing, user: somebody.security })).toMatchObject({ title: 'Closed' });
    const reopening = { callback: ACTIONS.reopen, metadata: caseValue(caseId), reason: 'again' };
    expect(await submit(app, { ...reopening, user: somebody.finance })).toMatchObject({ title: 'Not done' });
    expect(await submit(app, { ...reopening, user: somebody.security })).toMatchObject({ title: 'Reopened' });
    expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'investigating' });
  });
});

test.each(['decline', 'close', 'reopen', 'constructor', '__proto__', ''])(
  'the menu entry %j opens its window, or is refused',
  async (entry) => {
    const caseId = await plannedCase(ctx);
    const said = await press({ user: somebody.security, action: ACTIONS.more, value: `${entry}|${caseId}` });
    if (['decline', 'close', 'reopen'].includes(entry)) expect([said, app.opened.length]).toEqual([undefined, 1]);
    else expect(said).toContain('not one of ours');
  },
);

test('a duplicate of a post is removed, others are left alone', async () => {
  const caseId = await scoredCase(ctx);
  const [{ id } = { id: '' }] = await ctx.db
    .insertInto('messages')
    .values({ case_id: caseId, key: 'card', kind: 'card', channel: 'C0TRIAGE01', ts: '5.0', due_at: null })
    .returning('id')
    .execute();
  const report = (ts: string, app_id = ctx.config.slack.app) =>
    app.find(
      'event',
      'message_metadata_posted',
    )({
      event: {
        app_id,
        channel_id: 'C0TRIAGE01',
        message_ts: ts,
        metadata: { event_type: 'cordon_message', event_payload: { message: id } },
      },
    });
  await report('5.0');
  await report('6.0', 'A0OTHER');
  await app.find('event', 'message_metadata_posted')({ event: { metadata: null } });
  expect(app.deleted).toEqual([]);
  await report('6.0');
  expect(app.deleted).toEqual([{ channel: 'C0TRIAGE01', ts: '6.0' }]);
});

test('App Home shows people of a role what waits, and strangers nothing', async () => {
  const caseId = await plannedCase(ctx);
  const visit = (user: string, tab = 'home') => app.find('event', 'app_home_opened')({ event: { user, tab } });
  await visit(somebody.security, 'messages');
  await visit(somebody.nobody);
  await visit(somebody.security);
  expect(app.published).toHaveLength(2);
  const [stranger, noor] = app.published.map((call) => JSON.stringify(call));
  expect(stranger).not.toContain('CASE-');
  expect(noor).toContain(`CASE-${caseId}`);
});

describe('/cordon', () => {
  const say = async (user: string, text: string) => {
    const acks: { text: string; blocks?: object[] }[] = [];
    await app.find(
      'command',
      '/cordon',
    )({ ack: async (answer: { text: string }) => void acks.push(answer), command: { user_id: user, text } });
    return acks[0];
  };

  test.each(['', 'help', 'nonsense', 'case', 'case x'])('"%s" explains itself to everybody', async (text) => {
    expect(await say(somebody.nobody, text)).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('/cordon cases'),
    });
  });

  test('cases are for security', async () => {
    const caseId = await scoredCase(ctx);
    expect(JSON.stringify(await say(somebody.security, 'cases'))).toContain(`CASE-${caseId}`);
    const shown = await say(somebody.security, `case CASE-${caseId}`);
    expect(shown?.text).toContain(`CASE-${caseId}`);
    expect(JSON.stringify(shown?.blocks)).not.toContain('"actions"');
    for (const text of ['cases', `case ${caseId}`]) {
      expect(await say(somebody.finance, text)).toMatchObject({
        text: expect.stringContaining('needs the role security'),
      });
    }
    expect(await say(somebody.security, 'case 999999')).toMatchObject({ text: 'There is no case 999999.' });
  });
});
