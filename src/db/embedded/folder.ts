import { access, chmod, chown, mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CordonError } from '../../errors.ts';
import { type Account, canWrite } from './account.ts';

export const usualFolder = (home: string) => join(home, 'postgres');

/** The folder of an earlier start, which must still be there: silently starting empty would look like lost cases. */
export async function knownFolder(home: string, elsewhere: string | null): Promise<string> {
  const folder = elsewhere ?? usualFolder(home);
  await access(folder).catch(() => {
    throw new CordonError(
      'database-gone',
      `The database of ${home} was kept in ${folder}, which is gone. Put it back, or delete postgres.json in ${home} to begin with an empty one.`,
    );
  });
  return folder;
}

/**
 * Makes the folder for data and programs: inside home, or, when PostgreSQL's account cannot reach home, in the first place that it can.
 * Nothing of the user's own is opened up for it.
 */
export async function makeFolder(home: string, account: Account | null): Promise<string> {
  const inside = usualFolder(home);
  if (account === null) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return inside;
  }
  const places = [
    () => mkdir(inside, { recursive: true, mode: 0o700 }).then(() => inside),
    () => mkdtempUnder('/var/lib/cordon'),
    () => mkdtempUnder(join(tmpdir(), 'cordon')),
  ];
  for (const make of places) {
    const folder = await make().catch(() => null);
    if (folder === null) continue;
    const given = await chown(folder, account.uid, account.gid).then(
      () => true,
      () => false,
    );
    if (given && (await canWrite(account, folder))) return folder;
    await rmdir(folder).catch(() => undefined);
  }
  throw new CordonError(
    'no-folder',
    `Cordon runs as root and found no place that PostgreSQL's account can write to, neither in ${home} nor in /var/lib nor in ${tmpdir()}. Start Cordon as an ordinary user, or set DATABASE_URL.`,
  );
}

/** A new name each time: an empty home must never find the database of one that was deleted. */
async function mkdtempUnder(parent: string): Promise<string> {
  if (await mkdir(parent, { recursive: true })) await chmod(parent, 0o755);
  return mkdtemp(join(parent, 'postgres-'));
}
