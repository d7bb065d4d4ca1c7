import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#src/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const applied = () =>
  sql<{ name: string; checksum: string }>`select name, checksum from cordon.migrations order by name`.execute(
    database.db,
  );

test('a migrated database has nothing left to apply, whoever asks at the same time', async () => {
  expect(await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])).toEqual([
    [],
    [],
    [],
  ]);
});

test('an empty database gets every file in order, once, from however many processes', async () => {
  await sql`drop schema cordon cascade`.execute(database.db);
  const runs = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  const { rows } = await applied();
  expect(runs.flat()).toEqual(rows.map(({ name }) => name));
  expect(rows[0]?.name).toBe('0001-spine.sql');
});

test('a file changed after it was applied is refused, and says what to do', async () => {
  await sql`update cordon.migrations set checksum = 'other' where name = '0001-spine.sql'`.execute(database.db);
  await expect(migrate(database.url)).rejects.toMatchObject({
    code: 'migration-changed',
    message: expect.stringContaining('Restore the file and put the change into a new one.'),
  });
});
