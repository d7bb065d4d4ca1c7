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

  test('in one channel each post reserves its own place in the line, 1.05 s after the last', async () => {
    const ids = await paced(4);
    const waits: number[] = [];
    for (const id of ids) {
      const delivered = await outbox.deliver(id);
      waits.push(delivered.outcome === 'later' ? delivered.waitMs : 0);
    }
    expect(waits[0]).toBe(0);
    for (const [place, wait] of waits.entries()) expect(Math.abs(wait - place * 1_050)).toBeLessThan(1_000);
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
    await pass(ctx.db, 4);
    for (const id of ids.slice(1)) expect(await outbox.deliver(id)).toEqual({ outcome: 'sent' });
    expect(ctx.slack.posts.map(({ metadata }) => metadata.event_payload.message)).toEqual(ids);
  });

  test('a place is reserved once, however often the message is looked at', async () => {
    const [first = '', second = ''] = await paced(2);
    await outbox.deliver(first);
    const waits: number[] = [];
    for (let look = 0; look < 3; look += 1) {
      await ctx.db
        .updateTable('messages')
        .set({ due_at: new Date(0) })
        .where('id', '=', second)
        .execute();
      const delivered = await outbox.deliver(second);
      if (delivered.outcome === 'later') waits.push(delivered.waitMs);
    }
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(1_050);
  });
});
