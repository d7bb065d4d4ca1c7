import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { pass, scoredCase } from '#test/helpers/seed.ts';
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

describe('pace', () => {
  const paced = async (count: number) => {
    ctx.paced = true;
    await pass(ctx.db, 3_600);
    const caseId = await scoredCase(ctx);
    const rows = Array.from({ length: count }, (_, number) => ({
      case_id: caseId,
      key: `card${number}`,
      kind: 'card',
      channel: 'C0PACED',
    }));
    const messages = await ctx.db.insertInto('messages').values(rows).returning('id').execute();
    return messages.map(({ id }) => id);
  };

  const busyForAnHour = async () => {
    const next_at = sql<Date>`now() + interval '1 hour'`;
    await ctx.db
      .insertInto('paces')
      .values({ key: 'post:C0PACED', next_at })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ next_at }))
      .execute();
  };

  test('in one channel each post reserves its own place in the line, 1.05 s after the last', async () => {
    const ids = await paced(4);
    const [first = '', ...others] = ids;
    expect(await outbox.deliver(first)).toMatchObject({ outcome: 'sent' });
    await busyForAnHour();
    for (const id of others) expect(await outbox.deliver(id)).toMatchObject({ outcome: 'later' });
    expect(ctx.slack.posts).toHaveLength(1);
    const slots = await ctx.db
      .selectFrom('messages')
      .select('slot_at')
      .where('id', 'in', ids)
      .where('slot_at', 'is not', null)
      .orderBy('slot_at')
      .execute();
    const gaps = slots
      .slice(1)
      .map(({ slot_at }, index) => (slot_at?.getTime() ?? 0) - (slots[index]?.slot_at?.getTime() ?? 0));
    expect(gaps).toEqual([1_050, 1_050]);
    await pass(ctx.db, 3_610);
    for (const id of others) expect(await outbox.deliver(id)).toMatchObject({ outcome: 'sent' });
    expect(ctx.slack.posts.map(({ metadata }) => metadata.event_payload.message)).toEqual(ids);
  });

  test('a place is reserved once, however often the message is looked at', async () => {
    const [id = ''] = await paced(1);
    await busyForAnHour();
    await outbox.deliver(id);
    const { slot_at } = await outbox.rowOf(id);
    for (let look = 0; look < 3; look += 1) {
      await pass(ctx.db, 600);
      const delivered = await outbox.deliver(id);
      if (delivered.outcome === 'later') expect(delivered.waitMs).toBeLessThanOrEqual((50 - look * 10) * 60_000);
      await ctx.db
        .updateTable('messages')
        .set({ due_at: new Date(0) })
        .where('id', '=', id)
        .execute();
    }
    const { slot_at: after } = await outbox.rowOf(id);
    expect((slot_at?.getTime() ?? 0) - (after?.getTime() ?? 0)).toBe(3 * 600_000);
  });
});
