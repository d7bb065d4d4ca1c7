import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordStatement } from '#src/journal/record-statement.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const insert = (signature: string) =>
  database.db
    .insertInto('seen_requests')
    .values({ signature })
    .onConflict((conflict) => conflict.doNothing())
    .returning('signature');
const seen = (signature: string) =>
  database.db.selectFrom('seen_requests').select('signature').where('signature', '=', signature).execute();
const entries = (what: string) =>
  database.db.selectFrom('journal_entries').selectAll().where('what', '=', what).execute();

test('the statement and its entry are written together, and the entry waits for its seal', async () => {
  const refs = { delivery: 'd1' };
  const entry = { actor, what: 'test.kept', caseId: 1, refs, detail: { to: ['a', 2] } };
  expect(await recordStatement(database.db, insert('kept'), entry)).toEqual([{ signature: 'kept' }]);
  const [written, ...more] = await entries('test.kept');
  expect(written).toMatchObject({ actor, case_id: 1, refs, detail: { to: ['a', 2] }, at: expect.any(Date) });
  expect(more).toEqual([]);
  const waiting = await database.db.selectFrom('journal_unsealed').select('entry_id').execute();
  expect(waiting).toContainEqual({ entry_id: written?.id });
});

test('a statement that changes several rows has one entry', async () => {
  const both = database.db
    .insertInto('seen_requests')
    .values([{ signature: 'one' }, { signature: 'two' }])
    .returning('signature');
  expect(await recordStatement(database.db, both, { actor, what: 'test.both' })).toHaveLength(2);
  expect(await entries('test.both')).toHaveLength(1);
});

test('a statement that changes nothing is not recorded; what is beside it is done either way', async () => {
  const entry = { actor, what: 'test.again' };
  await insert('again').execute();
  expect(await recordStatement(database.db, insert('again'), entry, insert('beside'))).toEqual([]);
  expect(await entries('test.again')).toEqual([]);
  expect(await seen('beside')).toHaveLength(1);
});

test('an entry that cannot be written takes the change back with it', async () => {
  const entry = { actor, what: 'test.unwritable', detail: { broken: '\u0000' } };
  await expect(recordStatement(database.db, insert('unwritable'), entry)).rejects.toThrow();
  expect(await seen('unwritable')).toEqual([]);
});
