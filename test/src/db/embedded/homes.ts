import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#src/db/embedded/open.ts';
import { stopPostmaster } from '#src/db/embedded/postmaster.ts';

/** Homes of one test file, with what runs in them; `clear` leaves nothing behind. */
export function createHomes() {
  const homes: string[] = [];
  const children: ChildProcess[] = [];

  return {
    /** Open to the account that PostgreSQL runs as when the tests run as root. */
    async make(mode = 0o755): Promise<string> {
      const home = await mkdtemp(join(tmpdir(), 'cordon-test-'));
      await chmod(home, mode);
      homes.push(home);
      return home;
    },

    /** Another Node process that opens this home and waits; its URL and whether it adopted. */
    async openInChild(home: string) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'open-and-wait.ts'), home], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.push(child);
      for await (const line of createInterface(child.stdout)) {
        const { url, adopted } = JSON.parse(line) as { url: string; adopted: boolean };
        return { child, url, adopted };
      }
      throw new Error('the child ended without opening its home');
    },

    async clear(): Promise<void> {
      for (const child of children.splice(0)) await killHard(child);
      for (const home of homes.splice(0)) {
        const elsewhere = await elsewhereOf(home);
        await stopPostmaster(join(elsewhere ?? join(home, 'postgres'), 'data'));
        if (elsewhere) await rm(elsewhere, { recursive: true, force: true });
        await rm(home, { recursive: true, force: true });
      }
    },
  };
}

export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

export async function elsewhereOf(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'postgres.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { elsewhere?: string | null }).elsewhere ?? null;
}

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

export const pidOf = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

export const open = (home: string): Promise<EmbeddedPostgres> => openEmbeddedPostgres({ home });
