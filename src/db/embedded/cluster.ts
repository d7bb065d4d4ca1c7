import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CordonError } from '../../errors.ts';
import { type Account, asAccount } from './account.ts';

const run = promisify(execFile);

/** The one database role; it owns the cluster. */
export const ROLE = 'cordon';

const HALF_DONE = 'initialising-';

interface Cluster {
  folder: string;
  native: string;
  version: string;
  account: Account | null;
  password: string;
}

export const dataIn = (folder: string) => join(folder, 'data');

/** Makes the data directory unless it is there, and checks that these programs can read it. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const data = dataIn(cluster.folder);
  const written = await versionOf(data);
  const major = cluster.version.split('.')[0];
  if (written === undefined) return initialise(cluster, data);
  if (written !== major) {
    throw new CordonError(
      'database-version',
      `${data} was written by PostgreSQL ${written}; this Cordon brings PostgreSQL ${major}, which cannot read it. Nothing was changed. Go back to the Cordon you had, or move the data with pg_dump to a PostgreSQL of your own and set DATABASE_URL.`,
    );
  }
}

/** PG_VERSION is in every finished data directory. */
export async function versionOf(data: string): Promise<string | undefined> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

/** Beside its final place, then renamed: a data directory is whole or is not there. */
async function initialise({ folder, native, account, password }: Cluster, data: string): Promise<void> {
  await discardHalfDone(folder);
  const room = await mkdtemp(join(folder, HALF_DONE));
  const passwordFile = join(room, 'password');
  const next = join(room, 'data');
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await mkdir(next, { mode: 0o700 });
    if (account) {
      for (const path of [room, passwordFile, next]) await chown(path, account.uid, account.gid);
    }
    const settings = ['--username', ROLE, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
    const text = ['--encoding', 'UTF8', '--locale', 'C'];
    await run(join(native, 'bin', 'initdb'), ['--pgdata', next, ...settings, ...text], asAccount(account));
    await rename(next, data);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new CordonError(
      'database-not-initialised',
      `PostgreSQL could not make its data directory in ${folder}: ${said.split('\n').at(-1)}. Make room or choose another CORDON_HOME, or set DATABASE_URL.`,
      { cause: error },
    );
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

async function discardHalfDone(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(HALF_DONE)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
