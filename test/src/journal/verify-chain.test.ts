import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyChain } from '#src/journal/verify-chain.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { chain, record, tamper } from './chained.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await chain(database, 5);
});
afterEach(() => database?.close());

const third = '(select entry_id from cordon.journal_seals where seq = 3)';

test('an untouched chain holds, and says how many entries still wait for their seal', async () => {
  await record(database, 'test.6');
  const verdict = await verifyChain(database.db);
  expect(verdict).toEqual({ ok: true, entries: 5, head: expect.stringMatching(/^[0-9a-f]{64}$/), unsealed: 1 });
});

test.each([
  [`update cordon.journal_entries set what = 'test.other' where id = ${third}`],
  [`update cordon.journal_entries set at = at + interval '1 second' where id = ${third}`],
  [`update cordon.journal_entries set case_id = 99 where id = ${third}`],
  [`update cordon.journal_entries set refs = '{"step":"x"}' where id = ${third}`],
  [`update cordon.journal_entries set detail = detail || '{"note":"softer"}' where id = ${third}`],
  [`update cordon.journal_entries set actor = actor || '{"name":"somebody else"}' where id = ${third}`],
])('content changed after sealing: %s', async (statement) => {
  await tamper(database, statement);
  expect(await verifyChain(database.db)).toEqual({ ok: false, brokenAt: 3, why: 'its content does not fit its hash' });
});

test('an entry taken out with its seal', async () => {
  await tamper(database, 'delete from cordon.journal_seals where seq = 3');
  expect(await verifyChain(database.db)).toEqual({
    ok: false,
    brokenAt: 3,
    why: 'entry 3 is missing; the next one is 4',
  });
});

test('a sealed entry whose row is gone', async () => {
  await tamper(database, `delete from cordon.journal_entries where id = ${third}`);
  expect(await verifyChain(database.db)).toEqual({ ok: false, brokenAt: 3, why: 'the entry itself is gone' });
});

test('two entries that changed places', async () => {
  await tamper(
    database,
    `update cordon.journal_seals set entry_id = case seq when 2 then -3 when 3 then -2 end where seq in (2, 3);
     update cordon.journal_seals seal set entry_id = entry.id from cordon.journal_entries entry
       where entry.what = 'test.' || -seal.entry_id`,
  );
  expect(await verifyChain(database.db)).toEqual({ ok: false, brokenAt: 2, why: 'its content does not fit its hash' });
});

test('a seal rewritten to fit a changed entry no longer fits the next one', async () => {
  await tamper(database, `update cordon.journal_seals set hash = repeat('a', 64) where seq = 3`);
  expect(await verifyChain(database.db)).toMatchObject({ ok: false, brokenAt: 3 });
  await tamper(database, `update cordon.journal_seals set previous_hash = repeat('a', 64) where seq = 2`);
  expect(await verifyChain(database.db)).toEqual({
    ok: false,
    brokenAt: 2,
    why: 'it does not follow from the entry before it',
  });
});

test('the newest entries cut off: they have no seal and nobody is to seal them', async () => {
  await tamper(database, 'delete from cordon.journal_seals where seq >= 4');
  expect(await verifyChain(database.db)).toEqual({
    ok: false,
    brokenAt: 4,
    why: '2 entries have no seal and wait for none',
  });
});

test('an entry kept from being sealed', async () => {
  await record(database, 'test.hidden');
  await tamper(database, 'delete from cordon.journal_unsealed');
  expect(await verifyChain(database.db)).toEqual({
    ok: false,
    brokenAt: 6,
    why: '1 entry has no seal and waits for none',
  });
});
