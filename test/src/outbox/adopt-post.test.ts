import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, story } from '#test/helpers/seed.ts';
import { outboxOf } from './parts.ts';

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

describe('a post whose answer was lost', () => {
  async function lost() {
    const parts = await outbox.card();
    ctx.slack.answers = [{ outcome: 'unclear', reason: 'socket hang up' }];
    expect(await outbox.deliver(parts.id)).toEqual({ outcome: 'later', waitMs: 30_000 });
    return parts;
  }

  test('is adopted when Slack reports it, and redrawn in place', async () => {
    const { caseId, id } = await lost();
    expect(await outbox.adopt(id, '17638.1')).toBe('adopted');
    expect(await outbox.adopt(id, '17638.1')).toBe('known');
    await pass(ctx.db, 31);
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect([ctx.slack.posts.length, ctx.slack.updates.length]).toEqual([1, 1]);
    expect((await story(ctx, caseId)).filter((what) => what === 'message.posted')).toHaveLength(1);
  });

  test('is not repeated while Slack may still report it', async () => {
    const { id } = await lost();
    await pass(ctx.db, 20);
    expect(await outbox.deliver(id)).toEqual({ outcome: 'nothing-to-do' });
    await ctx.db
      .updateTable('messages')
      .set({ due_at: new Date(0) })
      .where('id', '=', id)
      .execute();
    const again = await outbox.deliver(id);
    expect(again).toMatchObject({ outcome: 'later' });
    if (again.outcome === 'later') expect(again.waitMs).toBeLessThanOrEqual(10_000);
    expect(ctx.slack.posts).toHaveLength(1);
  });

  test('and of which nothing is heard for 30 s is posted again; the first one, reported late, is removed', async () => {
    const { id } = await lost();
    await pass(ctx.db, 31);
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect(ctx.slack.posts).toHaveLength(2);
    expect(await outbox.adopt(id, '17638.1')).toBe('duplicate');
    expect(await outbox.adopt(id, '17638.2')).toBe('known');
    expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.2' });
  });

  test('reported while the second one is under way is kept, and the second one is the duplicate', async () => {
    const { id } = await lost();
    await pass(ctx.db, 31);
    const { post } = ctx.slack;
    ctx.sender = {
      ...ctx.slack,
      async post(message) {
        expect(await outbox.adopt(id, '17638.1')).toBe('adopted');
        return post(message);
      },
    };
    await outbox.deliver(id);
    expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.1' });
    expect(await outbox.adopt(id, '17638.2')).toBe('duplicate');
  });

  test('reported before its answer arrives is the same post', async () => {
    const { id } = await outbox.card();
    const { post } = ctx.slack;
    ctx.sender = {
      ...ctx.slack,
      async post(message) {
        const sent = await post(message);
        if (sent.outcome === 'sent') expect(await outbox.adopt(id, sent.ts)).toBe('adopted');
        return sent;
      },
    };
    expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.1', sent: 2, due_at: null });
  });
});

test('a worker that died between claim and answer: the next one waits for Slack, then posts', async () => {
  const { id } = await outbox.card();
  ctx.sender = {
    ...ctx.slack,
    post: async () => {
      throw new Error('killed');
    },
  };
  await expect(outbox.deliver(id)).rejects.toThrow('killed');
  ctx.sender = ctx.slack;
  expect(await outbox.deliver(id)).toEqual({ outcome: 'nothing-to-do' });
  await pass(ctx.db, 20);
  await ctx.db
    .updateTable('messages')
    .set({ due_at: new Date(0) })
    .where('id', '=', id)
    .execute();
  expect(await outbox.deliver(id)).toMatchObject({ outcome: 'later' });
  await pass(ctx.db, 11);
  expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
  expect(ctx.slack.posts).toHaveLength(1);
});

test('a slow worker whose lease ran out writes nothing over the second one', async () => {
  const { id } = await outbox.card();
  const { post } = ctx.slack;
  const slow: TestContext['sender'] = {
    ...ctx.slack,
    async post(message) {
      ctx.sender = ctx.slack;
      await pass(ctx.db, 31);
      expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
      return post(message);
    },
  };
  ctx.sender = slow;
  expect(await outbox.deliver(id)).toEqual({ outcome: 'nothing-to-do' });
  expect(await outbox.rowOf(id)).toMatchObject({ ts: '17638.1' });
  expect(await outbox.adopt(id, '17638.2')).toBe('duplicate');
});
