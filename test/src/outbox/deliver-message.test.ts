import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaseView } from '#src/cases/view.ts';
import type { ClaimedMessage } from '#src/outbox/claim-message.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, story } from '#test/helpers/seed.ts';
import { draw, outboxOf } from './parts.ts';

let database: TestDatabase;
let ctx: TestContext;
let outbox: ReturnType<typeof outboxOf>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
  outbox = outboxOf(ctx);
});
afterAll(() => database?.close());

test('a post is made once, kept with its ts, and in the record', async () => {
  const { caseId, id } = await outbox.card();
  expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
  expect(ctx.slack.posts).toMatchObject([
    {
      channel: 'C0TRIAGE01',
      text: 'card 2',
      metadata: { event_type: 'cordon_message', event_payload: { message: id } },
    },
  ]);
  expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.1', sent: 2, due_at: null, sending_at: null, attempts: 0 });
  expect((await story(ctx, caseId)).filter((what) => what === 'message.posted')).toHaveLength(1);
  expect(await outbox.deliver(id)).toEqual({ outcome: 'nothing-to-do' });
});

test('five workers at once post once', async () => {
  const { id } = await outbox.card();
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => outbox.deliver(id)));
  expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
  expect(ctx.slack.posts).toHaveLength(1);
});

describe('a card', () => {
  test('that changed three times since is redrawn once, from the newest state', async () => {
    const { caseId, id } = await outbox.card();
    await outbox.deliver(id);
    for (let times = 0; times < 3; times += 1) await outbox.change(caseId);
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect(ctx.slack.updates).toMatchObject([{ ts: '17638.1', text: 'card 5' }]);
    expect(await outbox.deliver(id)).toEqual({ outcome: 'nothing-to-do' });
    expect(ctx.slack.posts).toHaveLength(1);
  });

  test('that changes while it is being sent is drawn again', async () => {
    const { caseId, id } = await outbox.card();
    const changing = async (message: ClaimedMessage, view: CaseView | undefined) => {
      await outbox.change(caseId);
      return draw(message, view);
    };
    expect(await outbox.deliver(id, changing)).toMatchObject({ outcome: 'later', waitMs: 0 });
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect([ctx.slack.posts.length, ctx.slack.updates.map(({ text }) => text)]).toEqual([1, ['card 3']]);
  });

  test('that somebody deleted is posted anew', async () => {
    const { caseId, id } = await outbox.card();
    await outbox.deliver(id);
    await outbox.change(caseId);
    ctx.slack.answers = [{ outcome: 'refused', reason: 'message_not_found' }];
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'later', waitMs: 0 });
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect(ctx.slack.posts).toHaveLength(2);
    expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.2' });
  });
});

test.each([
  [{ outcome: 'rate-limited', waitMs: 7_000 } as const, 7_000],
  [{ outcome: 'refused', reason: 'not_in_channel' } as const, 60_000],
])('%j puts it off; it is not an unclear post', async (answer, waitMs) => {
  const { id } = await outbox.card();
  ctx.slack.answers = [answer];
  expect(await outbox.deliver(id)).toEqual({ outcome: 'later', waitMs });
  expect(await outbox.rowOf(id)).toMatchObject({ sending_at: null, failure: expect.any(String) });
  await pass(ctx.db, waitMs / 1000);
  expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
});

test('a line waits for its card, then goes into its thread', async () => {
  const { caseId, id, idOf } = await outbox.card();
  const findings = await idOf('findings');
  expect(await outbox.deliver(findings)).toEqual({ outcome: 'later', waitMs: 1_000 });
  await outbox.deliver(id);
  await pass(ctx.db, 1);
  expect(await outbox.deliver(findings)).toMatchObject({ outcome: 'sent' });
  expect(ctx.slack.posts.at(-1)).toMatchObject({ threadTs: '17638.1', text: expect.stringContaining('findings') });
  expect((await story(ctx, caseId)).filter((what) => what === 'message.posted')).toHaveLength(2);
});

test('a question goes to its person alone; a channel that cannot be opened is tried again', async () => {
  const { caseId } = await outbox.card();
  const [{ id } = { id: '' }] = await ctx.db
    .insertInto('messages')
    .values({ case_id: caseId, key: 'ask', kind: 'question', recipient: 'U0DEMO0003' })
    .returning('id')
    .execute();
  ctx.sender = { ...ctx.slack, openDirect: async () => ({ outcome: 'rate-limited', waitMs: 3_000 }) };
  expect(await outbox.deliver(id)).toEqual({ outcome: 'later', waitMs: 3_000 });
  ctx.sender = ctx.slack;
  await pass(ctx.db, 3);
  expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
  expect(ctx.slack.posts.at(-1)).toMatchObject({ channel: 'D-U0DEMO0003' });
  expect(ctx.slack.posts.at(-1)?.threadTs).toBeUndefined();
});

test('nothing to say is said by saying nothing, and what was posted stays known', async () => {
  const { caseId, id } = await outbox.card();
  await outbox.deliver(id);
  await outbox.change(caseId);
  expect(await outbox.deliver(id, async () => undefined as never)).toMatchObject({ outcome: 'sent' });
  expect(ctx.slack.updates).toEqual([]);
  expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.1', due_at: null });
});
