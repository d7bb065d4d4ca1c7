import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { processEnvironment } from '#src/config/environment.ts';
import { freePort } from '#src/db/embedded/port.ts';
import type { Site } from './site.ts';

/** A redis-server of this run's own, set up as for production (append-only file, no eviction); undefined when there is none in PATH. */
export async function startRedis(site: Site): Promise<{ url: string; pid: number } | undefined> {
  const program = findProgram('redis-server');
  if (!program) return undefined;
  const port = await freePort(null);
  const folder = join(site.home, 'redis');
  await mkdir(folder);
  const settings = {
    port,
    dir: folder,
    bind: '127.0.0.1',
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  site.onStop(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = `redis://127.0.0.1:${port}`;
  await answers(url);
  return { url, pid: child.pid ?? 0 };
}

function findProgram(name: string): string | undefined {
  const folders = (processEnvironment().PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function answers(url: string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return;
    } catch (error) {
      if (tried === 50) throw error;
    } finally {
      redis.disconnect();
    }
    await sleep(100);
  }
}
