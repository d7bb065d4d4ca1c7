import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CordonError } from '../../errors.ts';

const run = promisify(execFile);

/** A system account that PostgreSQL can run as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account PostgreSQL has to run as, or null for the one Cordon itself runs as. Only root needs another: PostgreSQL refuses root. The
 * owner of a folder that holds data already must go on using it.
 */
export async function accountFor(existingFolder: string | null): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = existingFolder === null ? null : await stat(existingFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const account = await lookUp(name);
    if (account) return account;
  }
  throw new CordonError(
    'no-account',
    'Cordon runs as root, PostgreSQL refuses root, and this system has neither an account "postgres" nor "nobody". Start Cordon as an ordinary user, or set DATABASE_URL.',
  );
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [user, group] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout) };
  } catch {
    return null;
  }
}

/**
 * How PostgreSQL's programs are started: from `/`, because their account may not see our working directory, and without our environment,
 * whose PG* variables and locale would change what they do.
 */
export const asAccount = (account: Account | null) => ({
  cwd: '/',
  env: { LC_ALL: 'C', TZ: 'UTC' },
  ...(account ?? {}),
});

/** Whether the account can enter the folder and write there; asked by trying, so that access lists and mount options count. */
export async function canWrite(account: Account, folder: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], asAccount(account)).then(
    () => true,
    () => false,
  );
}
