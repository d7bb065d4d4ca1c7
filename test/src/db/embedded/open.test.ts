import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ask, createHomes, open, pidOf } from './homes.ts';

const homes = createHomes();
afterAll(() => homes.clear());

test('a first start makes a real, durable, loopback-only PostgreSQL; stop leaves nothing; a restart keeps the data', async () => {
  const home = await homes.make();
  const first = await open(home);
  const pid = await pidOf(home);
  await ask(first.url, 'create table kept (id int)');

  expect(first.adopted).toBe(false);
  expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
  const settings = await ask<{ name: string; setting: string }>(
    first.url,
    `select name, setting from pg_settings where name in
       ('fsync', 'listen_addresses', 'unix_socket_directories', 'server_encoding', 'lc_collate', 'max_connections', 'password_encryption')
     union select 'lc_collate', datcollate from pg_database where datname = current_database()`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    server_encoding: 'UTF8',
    lc_collate: 'C',
    max_connections: '200',
    password_encryption: 'scram-sha-256',
  });

  await first.stop();
  expect(isRunning(pid)).toBe(false);
  const left = await readdir(join(home, 'postgres'));
  expect(left.filter((name) => !name.startsWith('native-'))).toEqual(['data']);
  await expect(stat(join(home, 'postgres', 'data', 'postmaster.pid'))).rejects.toThrow('ENOENT');

  const second = await open(home);
  expect(second).toMatchObject({ url: first.url, adopted: false });
  expect(await ask(second.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
  await second.stop();
  await second.stop();
});

test('nobody gets in without the password', async () => {
  const home = await homes.make();
  const { url } = await open(home);
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(ask(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a port that somebody else took meanwhile is replaced, and the new one remembered', async () => {
  const home = await homes.make();
  const before = await open(home);
  await before.stop();
  const port = Number(new URL(before.url).port);
  const squatter = createServer().listen(port, '127.0.0.1');
  try {
    const after = await open(home);
    expect(Number(new URL(after.url).port)).not.toBe(port);
    expect(await ask(after.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await after.stop();
    expect((await open(home)).url).toBe(after.url);
  } finally {
    squatter.close();
  }
});

test('opens at the same moment share one server; the last word is with the one that started it', async () => {
  const home = await homes.make();
  const opened = await Promise.all([open(home), open(home), open(home)]);
  const [owner] = opened.filter(({ adopted }) => !adopted);
  const guests = opened.filter(({ adopted }) => adopted);
  expect(guests).toHaveLength(2);

  for (const guest of guests) await guest.stop();
  expect(await ask(owner?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  await owner?.stop();
  await expect(ask(owner?.url ?? '', 'select 1')).rejects.toThrow('ECONNREFUSED');
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
