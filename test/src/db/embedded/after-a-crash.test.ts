import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { ask, createHomes, killHard, open, pidOf } from './homes.ts';

const homes = createHomes();
afterAll(() => homes.clear());

test('a server whose owner was killed is adopted with its data, and stopped by who adopted it', async () => {
  const home = await homes.make();
  const owner = await homes.openInChild(home);
  await ask(owner.url, 'create table kept (id int)');
  const pid = await pidOf(home);
  await killHard(owner.child);

  const adopter = await open(home);
  expect(adopter).toMatchObject({ url: owner.url, adopted: true });
  expect(await pidOf(home)).toBe(pid);
  expect(await ask(adopter.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
  await adopter.stop();
  await expect(ask(adopter.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test("a living process's server is joined and not stopped; once that process is dead, it is", async () => {
  const home = await homes.make();
  const owner = await homes.openInChild(home);
  const guest = await open(home);
  expect(guest.adopted).toBe(true);
  await guest.stop();
  expect(await ask(owner.url, 'select 1 as one')).toEqual([{ one: 1 }]);

  await killHard(owner.child);
  await guest.stop();
  await expect(ask(owner.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('nothing keeps the owner alive: it ends by itself once it has stopped its server', async () => {
  const home = await homes.make();
  const owner = await homes.openInChild(home);
  owner.child.stdin?.end();
  const [code] = await once(owner.child, 'exit');
  expect(code).toBe(0);
  await expect(ask(owner.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('the server killed too: what was committed is there after recovery', async () => {
  const home = await homes.make();
  const { url } = await open(home);
  await ask(url, 'create table kept as select 1 as id');
  process.kill(await pidOf(home), 'SIGKILL');

  const again = await open(home);
  expect(again.adopted).toBe(false);
  expect(await ask(again.url, 'select * from kept')).toEqual([{ id: 1 }]);
});

test('a stale postmaster.pid is no obstacle, not even when its number now belongs to a stranger', async () => {
  const home = await homes.make();
  const { url, stop } = await open(home);
  const file = join(home, 'postgres', 'data', 'postmaster.pid');
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  await stop();
  const { uid, gid } = await stat(join(home, 'postgres', 'data'));

  const stranger = spawn('sleep', ['60'], { ...(process.getuid?.() === 0 ? { uid, gid } : {}), stdio: 'ignore' });
  onTestFinished(() => killHard(stranger));

  for (const pid of [stranger.pid, 4_194_000]) {
    await writeFile(file, [pid, ...rest].join('\n'));
    await chown(file, uid, gid);
    const again = await open(home);
    expect(again).toMatchObject({ url, adopted: false });
    await again.stop();
  }
});

test('a start killed in the middle of making the data directory begins anew', async () => {
  const home = await homes.make();
  const first = await open(home);
  await first.stop();
  const folder = join(home, 'postgres');
  await rm(join(folder, 'data'), { recursive: true });
  await mkdir(join(folder, 'initialising-killed', 'data', 'base'), { recursive: true });

  const second = await open(home);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(stat(join(folder, 'initialising-killed'))).rejects.toThrow('ENOENT');
  await second.stop();
});

test('without its postgres.json a database is refused, not replaced', async () => {
  const home = await homes.make();
  const { stop } = await open(home);
  await stop();
  await rm(join(home, 'postgres.json'));
  await expect(open(home)).rejects.toThrow('Restore it from a backup');
  expect((await stat(join(home, 'postgres', 'data'))).isDirectory()).toBe(true);
});

test('data of another major version is refused in words', async () => {
  const home = await homes.make();
  const { stop } = await open(home);
  await stop();
  await writeFile(join(home, 'postgres', 'data', 'PG_VERSION'), '17\n');
  await expect(open(home)).rejects.toThrow('was written by PostgreSQL 17');
});
