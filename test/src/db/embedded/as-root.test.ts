import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openEmbeddedPostgres } from '#src/db/embedded/open.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { ask, createHomes, elsewhereOf, open } from './homes.ts';

const homes = createHomes();
afterAll(() => homes.clear());

const notRoot = process.getuid?.() !== 0 && skipReason('only root can be refused by PostgreSQL');

test.skipIf(notRoot)(
  'a home that only root can enter stays closed; the data goes where PostgreSQL can reach it',
  async () => {
    const home = await homes.make(0o700);
    const lines: string[] = [];
    const first = await openEmbeddedPostgres({ home, say: (line) => lines.push(line) });
    const elsewhere = await elsewhereOf(home);
    expect(elsewhere).not.toBeNull();
    expect(lines[0]).toContain(`keeps its data in ${elsewhere}`);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect((await stat(join(elsewhere ?? '', 'data'))).uid).not.toBe(0);

    await ask(first.url, 'create table kept (id int)');
    await first.stop();
    const second = await open(home);
    expect(await ask(second.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
    await second.stop();
  },
);

test.skipIf(notRoot)('a home that everybody can enter keeps its own data', async () => {
  const home = await homes.make();
  const { stop } = await open(home);
  expect(await elsewhereOf(home)).toBeNull();
  await stop();
});
