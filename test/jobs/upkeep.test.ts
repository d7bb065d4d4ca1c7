import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startUpkeep } from '#jobs/upkeep.ts';
import { verifyChain } from '#src/journal/verify-chain.ts';
import { createTestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { openedCase } from '#test/helpers/seed.ts';
import { createFakeEnqueue } from './fakes.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const patient = { timeout: 15_000 };

test('upkeep seals, sweeps and forgets, survives a round that fails, and stops when told to', async () => {
  const ctx = createTestContext(database);
  await openedCase(ctx);
  const old = sql<Date>`now() - interval '11 minutes'`;
  await ctx.db
    .insertInto('seen_requests')
    .values([{ signature: 'old', seen_at: old }, { signature: 'new' }])
    .execute();
  let broken = 3;
  const rounds: number[] = [];
  const clock = {
    now: ctx.clock.now,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      rounds.push(milliseconds);
      await delay(5, undefined, signal ? { signal } : undefined);
    },
  };
  const db = ctx.db.withPlugin({
    transformQuery: ({ node }) => {
      broken -= 1;
      if (broken >= 0) throw new Error('the database is away');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const stop = startUpkeep({ ...ctx, db, clock }, createFakeEnqueue());
  await expect.poll(() => verifyChain(ctx.db), patient).toMatchObject({ ok: true, entries: 2, unsealed: 0 });
  await expect
    .poll(() => ctx.db.selectFrom('seen_requests').select('signature').execute(), patient)
    .toEqual([{ signature: 'new' }]);
  await stop();
  const after = rounds.length;
  await delay(30);
  expect(rounds).toHaveLength(after);
  expect(ctx.logged.join('')).toContain('upkeep failed; it is tried again');
});
