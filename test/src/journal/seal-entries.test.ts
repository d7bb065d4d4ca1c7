import { afterEach, beforeEach, expect, test } from 'vitest';
import { GENESIS } from '#src/journal/chain.ts';
import { sealEntries } from '#src/journal/seal-entries.ts';
import { verifyChain } from '#src/journal/verify-chain.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';
import { chain, record } from './chained.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database?.close());

const seals = () =>
  database.db
    .selectFrom('journal_seals as seal')
    .innerJoin('journal_entries as entry', 'entry.id', 'seal.entry_id')
    .select(['seal.seq', 'seal.previous_hash', 'seal.hash', 'entry.what'])
    .orderBy('seal.seq')
    .execute();

test('seals follow one another from the genesis on, in the order of recording', async () => {
  await chain(database, 3);
  const sealed = await seals();
  expect(sealed.map(({ seq, what }) => [seq, what])).toEqual([
    [1, 'test.1'],
    [2, 'test.2'],
    [3, 'test.3'],
  ]);
  expect(sealed.map((seal) => seal.previous_hash)).toEqual([GENESIS, sealed[0]?.hash, sealed[1]?.hash]);
  expect(await sealEntries(database.db)).toBe(0);
});

test('an entry committed after later ones were sealed comes after them, and the chain holds', async () => {
  const slow = await database.db.startTransaction().execute();
  await slow
    .insertInto('journal_entries')
    .values({ actor: JSON.stringify(actor), what: 'test.slow', refs: '{}', detail: '{}' })
    .execute();
  await record(database, 'test.quick');
  expect(await sealEntries(database.db)).toBe(1);
  await slow.commit().execute();
  expect(await sealEntries(database.db)).toBe(1);
  expect((await seals()).map(({ what }) => what)).toEqual(['test.quick', 'test.slow']);
  expect(await verifyChain(database.db)).toMatchObject({ ok: true, entries: 2, unsealed: 0 });
});

test('an entry whose transaction was rolled back leaves no gap', async () => {
  const undone = await database.db.startTransaction().execute();
  await undone
    .insertInto('journal_entries')
    .values({ actor: JSON.stringify(actor), what: 'test.undone', refs: '{}', detail: '{}' })
    .execute();
  await record(database, 'test.kept');
  await undone.rollback().execute();
  await sealEntries(database.db);
  expect(await verifyChain(database.db)).toMatchObject({ ok: true, entries: 1 });
});

test('several sealers at once, beside people who record: one chain, every entry once', async () => {
  const writers = Array.from({ length: 40 }, (_, number) => record(database, `test.${number}`));
  const sealers = Array.from({ length: 5 }, () => sealEntries(database.db));
  await Promise.all([...writers, ...sealers]);
  await Promise.all([sealEntries(database.db), sealEntries(database.db)]);
  expect(await verifyChain(database.db)).toMatchObject({ ok: true, entries: 40, unsealed: 0 });
});

test('more than one batch is sealed in one go', async () => {
  const rows = Array.from({ length: 1_203 }, (_, number) => ({
    actor: JSON.stringify(actor),
    what: `test.${number}`,
    refs: '{}',
    detail: '{}',
  }));
  await database.db.insertInto('journal_entries').values(rows).execute();
  expect(await sealEntries(database.db)).toBe(1_203);
  expect(await verifyChain(database.db)).toMatchObject({ ok: true, entries: 1_203 });
});
