import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordChange } from '#src/journal/record-change.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const seen = (signature: string) =>
  database.db.selectFrom('seen_requests').selectAll().where('signature', '=', signature).execute();
const entries = (what: string) =>
  database.db.selectFrom('journal_entries').selectAll().where('what', '=', what).execute();

test('a change and its entries are written together, with who, what, which and how', async () => {
  const result = await recordChange(database.db, async (tx) => {
    await tx.insertInto('seen_requests').values({ signature: 'kept' }).execute();
    const refs = { delivery: 'd1' };
    return { result: 7, journal: [{ actor, what: 'test.kept', caseId: 1, refs, detail: { to: ['a', 2] } }] };
  });
  expect(result).toBe(7);
  expect(await seen('kept')).toHaveLength(1);
  expect(await entries('test.kept')).toMatchObject([
    { actor, case_id: 1, refs: { delivery: 'd1' }, detail: { to: ['a', 2] }, at: expect.any(Date) },
  ]);
});

test('a change that throws leaves neither', async () => {
  const change = recordChange(database.db, async (tx) => {
    await tx.insertInto('seen_requests').values({ signature: 'thrown' }).execute();
    throw new Error('after the write');
  });
  await expect(change).rejects.toThrow('after the write');
  expect(await seen('thrown')).toEqual([]);
});

test('an entry that cannot be written takes the change back with it', async () => {
  const change = recordChange(database.db, async (tx) => {
    await tx.insertInto('seen_requests').values({ signature: 'unwritable' }).execute();
    return { result: undefined, journal: [{ actor, what: 'test.unwritable', detail: { broken: '\u0000' } }] };
  });
  await expect(change).rejects.toThrow();
  expect(await seen('unwritable')).toEqual([]);
  expect(await entries('test.unwritable')).toEqual([]);
});

test('nothing changed means nothing recorded', async () => {
  const before = await database.db.selectFrom('journal_entries').select('id').execute();
  expect(await recordChange(database.db, async () => ({ result: 'same', journal: 'unchanged' }))).toBe('same');
  expect(await database.db.selectFrom('journal_entries').select('id').execute()).toEqual(before);
});

test.each([
  'update cordon.journal_entries set what = $$changed$$',
  'delete from cordon.journal_entries',
  'truncate cordon.journal_entries cascade',
  'update cordon.journal_seals set hash = $$changed$$',
  'delete from cordon.journal_seals',
  'truncate cordon.journal_seals',
])('the database refuses: %s', async (statement) => {
  await recordChange(database.db, async () => ({ result: undefined, journal: [{ actor, what: 'test.refused' }] }));
  const [last] = await entries('test.refused');
  const seal = { seq: 1, entry_id: last?.id ?? 0, previous_hash: '', hash: '' };
  await database.db
    .insertInto('journal_seals')
    .values(seal)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('the journal is append-only');
});
