import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CordonError } from '../../errors.ts';
import { type Account, asAccount } from './account.ts';
import { commandLineOf } from './process-of.ts';

const POLL_MS = 10;
/** Recovery after a crash may have up to `max_wal_size` to read. */
const LONGEST_START_MS = 120_000;
const LONGEST_STOP_MS = 20_000;
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/** No statement and no DETAIL line in the log: they hold personal data. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  fsync: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
};

interface PostmasterFile {
  pid: number;
  port: number;
  status: string;
}

/** The lines of postmaster.pid: pid, data directory, start time, port, socket directory, address, shared memory, status. */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), status: lines[7] ?? '' };
}

/** The server that runs on this data directory, once it takes connections; null when none does. */
export async function findPostmaster(data: string): Promise<PostmasterFile | null> {
  const giveUpAt = performance.now() + LONGEST_START_MS;
  for (;;) {
    const found = await readPostmasterFile(data);
    if (found === null || !(await isPostmaster(found.pid, data))) return null;
    if (found.status === 'ready') return found;
    if (performance.now() > giveUpAt) throw notReady(data);
    await delay(POLL_MS);
  }
}

/** The postmaster keeps the command line that `startPostmaster` gave it, so its data directory is in there. */
async function isPostmaster(pid: number, data: string): Promise<boolean> {
  const line = await commandLineOf(pid);
  return line?.includes('postgres') === true && line.includes(data);
}

interface Start {
  native: string;
  data: string;
  account: Account | null;
  port: number;
  log: string;
}

/**
 * Starts PostgreSQL in a session of its own: Ctrl-C in the terminal reaches Cordon alone, and Cordon's event loop does not wait for it.
 * False when it ended again at once, which a port taken meanwhile or the last backends of a killed server can bring about.
 */
export async function startPostmaster({ native, data, account, port, log }: Start): Promise<boolean> {
  await forgetForeignPid(data);
  const size = (await stat(log).catch(() => null))?.size ?? 0;
  const file = await open(log, size > LARGEST_LOG_BYTES ? 'w' : 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', data, ...settings], {
    ...asAccount(account),
    detached: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  try {
    await once(child, 'spawn');
  } finally {
    await file.close();
  }
  child.unref();
  return untilReady(child, data);
}

async function untilReady(child: ChildProcess, data: string): Promise<boolean> {
  const giveUpAt = performance.now() + LONGEST_START_MS;
  while (child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterFile(data);
    if (file?.pid === child.pid && file?.status === 'ready') return true;
    if (performance.now() > giveUpAt) {
      child.kill('SIGINT');
      throw notReady(data);
    }
    await delay(POLL_MS);
  }
  return false;
}

/**
 * PostgreSQL refuses to start while postmaster.pid names any living process of its account, even a stranger that got the number of a dead
 * server. A file that names PostgreSQL's own parent it takes as stale, and still checks that no backend holds the shared memory.
 */
async function forgetForeignPid(data: string): Promise<void> {
  const file = await readPostmasterFile(data);
  if (file === null || (await commandLineOf(file.pid)) === undefined) return;
  const path = join(data, 'postmaster.pid');
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [process.pid, ...rest].join('\n'));
}

/** Fast shutdown: connections are ended, the data is written out. Returns when the server is gone; does nothing when there is none. */
export async function stopPostmaster(data: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const file = await readPostmasterFile(data);
    if (file === null || !(await isPostmaster(file.pid, data))) return;
    signalUnlessGone(file.pid, signal);
    const giveUpAt = performance.now() + LONGEST_STOP_MS;
    while (performance.now() < giveUpAt) {
      if (!(await isPostmaster(file.pid, data))) return;
      await delay(POLL_MS);
    }
  }
  throw new CordonError(
    'database-not-stopped',
    `The built-in PostgreSQL on ${data} does not stop. Its process id is the first line of postmaster.pid there.`,
  );
}

function signalUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const notReady = (data: string) =>
  new CordonError(
    'database-not-ready',
    `The built-in PostgreSQL on ${data} takes no connections after 2 minutes. Its log says why.`,
  );
