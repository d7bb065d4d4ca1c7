import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTokenStore } from '#src/db/token-store.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';

let database: TestDatabase;
const key = randomBytes(32);
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const store = () => createTokenStore(database.db, key);
const sealedOf = async (name: string) => {
  const { sealed } = await database.db
    .selectFrom('tokens')
    .select('sealed')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return sealed;
};

test('a token is read back as it was written, the newest one', async () => {
  expect(await store().read('quickbooks')).toBeUndefined();
  await store().write('quickbooks', 'refresh-1');
  await store().write('quickbooks', 'refresh-2 ü 😀');
  expect(await store().read('quickbooks')).toBe('refresh-2 ü 😀');
});

test('the database never holds it in the clear, and two of the same look different', async () => {
  await store().write('one', 'refresh-token-in-the-clear');
  await store().write('two', 'refresh-token-in-the-clear');
  const [one, two] = [await sealedOf('one'), await sealedOf('two')];
  expect(one.toString('latin1')).not.toContain('refresh-token');
  expect(one.equals(two)).toBe(false);
});

test('with another key, under another name, or changed by one bit it cannot be read', async () => {
  await store().write('mine', 'refresh');
  await expect(createTokenStore(database.db, randomBytes(32)).read('mine')).rejects.toThrow();
  const sealed = await sealedOf('mine');
  await database.db.insertInto('tokens').values({ name: 'yours', sealed }).execute();
  await expect(store().read('yours')).rejects.toThrow();
  for (const at of [0, 14, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await database.db.updateTable('tokens').set({ sealed: changed }).where('name', '=', 'mine').execute();
    await expect(store().read('mine')).rejects.toThrow();
  }
});

test('without a key it says which setting is missing', async () => {
  await expect(createTokenStore(database.db, undefined).write('x', 'y')).rejects.toThrow('CORDON_KEY: missing');
});

test('one at a time over all workers: forty that read and write inside the lock all get through', async () => {
  const stores = [store(), store()];
  await store().write('count', '0');
  let inside = 0;
  let most = 0;
  const increments = Array.from({ length: 40 }, (_, number) => {
    const tokens = stores[number % 2] ?? store();
    return tokens.exclusively('count', async () => {
      inside += 1;
      most = Math.max(most, inside);
      await tokens.write('count', String(Number(await tokens.read('count')) + 1));
      inside -= 1;
    });
  });
  await Promise.all(increments);
  expect([most, await store().read('count')]).toEqual([1, '40']);
});

test('a lock is given back when the work fails, and names do not wait for one another', async () => {
  const tokens = store();
  await expect(tokens.exclusively('a', async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await tokens.exclusively('a', () => tokens.exclusively('b', async () => 'both'))).toBe('both');
});
