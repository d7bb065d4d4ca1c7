import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDb, openDb } from '#src/db/open.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
let one: OpenDb;
beforeAll(async () => {
  database = await createTestDatabase();
  one = openDb(database.url, { max: 1 });
});
afterAll(async () => {
  await one?.close();
  await database?.close();
});

const kept = async () => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_prepared_statements`.execute(one.db);
  return rows[0]?.count ?? 0;
};
const insert = (signatures: readonly string[]) =>
  one.db
    .insertInto('seen_requests')
    .values(signatures.map((signature) => ({ signature })))
    .execute();

test('the same statement is parsed once a connection, whatever its values', async () => {
  await insert(['first']);
  const before = await kept();
  for (let number = 0; number < 20; number += 1) await insert([`again-${number}`]);
  expect(await kept()).toBe(before);
});

test('lists of every length do not pile up in the database', async () => {
  const before = await kept();
  for (let length = 1; length <= 200; length += 1) {
    await insert(Array.from({ length }, (_, number) => `${length}-${number}`));
  }
  expect((await kept()) - before).toBeLessThan(50);
});

test('values keep their types: text, JSON, dates, bytes, null, lists', async () => {
  const at = new Date('2026-11-22T09:00:00.000Z');
  const { rows } =
    await sql`select ${'ü 😀'}::text as text, ${JSON.stringify({ a: [1] })}::jsonb as json, ${at}::timestamptz as at,
    ${Buffer.from([0, 255])}::bytea as bytes, ${null}::text as nothing, ${[1, 2]}::int[] as list, ${9_007_199_254_740_991}::bigint as big`.execute(
      one.db,
    );
  expect(rows).toEqual([
    {
      text: 'ü 😀',
      json: { a: [1] },
      at,
      bytes: Buffer.from([0, 255]),
      nothing: null,
      list: [1, 2],
      big: Number.MAX_SAFE_INTEGER,
    },
  ]);
});

test('a statement that fails leaves its connection usable', async () => {
  await insert(['taken']);
  await expect(insert(['taken'])).rejects.toThrow('duplicate key');
  await insert(['free']);
});
