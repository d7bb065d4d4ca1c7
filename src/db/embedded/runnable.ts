import { execFile } from 'node:child_process';
import { chmod, cp, lchown, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CordonError } from '../../errors.ts';
import { type Account, asAccount } from './account.ts';
import type { Programs } from './programs.ts';

const run = promisify(execFile);

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Only for building other programs: a third of the size. */
const notNeeded = (path: string) => extname(path) === '.a' || ['pkgconfig', 'pgxs'].includes(basename(path));

/**
 * The folder of programs that the account can run: the package's own, with the library links that a blocked install script left out, or a
 * copy under `folder` when the package is read-only or out of the account's reach.
 */
export async function runnablePrograms(programs: Programs, folder: string, account: Account | null): Promise<string> {
  const linked = await restoreLinks(programs.native).then(
    () => true,
    () => false,
  );
  if (linked && (await runs(programs.native, account))) return programs.native;

  const copy = join(folder, `native-${programs.version}`);
  if (await runs(copy, account)) return copy;
  await copyPrograms(programs.native, copy, account);
  if (await runs(copy, account)) return copy;
  throw new CordonError(
    'programs-do-not-run',
    `The built-in PostgreSQL does not run from ${copy}; the file system may forbid programs there. Set DATABASE_URL to use another PostgreSQL.`,
  );
}

async function runs(native: string, account: Account | null): Promise<boolean> {
  const postgres = join(native, 'bin', 'postgres');
  if (!(await exists(postgres))) return false;
  try {
    await run(postgres, ['--version'], asAccount(account));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new CordonError(
        'no-glibc',
        'The built-in PostgreSQL needs glibc, which this system (Alpine, or another with musl) does not have. Set DATABASE_URL to use another PostgreSQL.',
        { cause: error },
      );
    }
    return false;
  }
}

/** npm packages cannot hold symbolic links; the package lists them in a file for its install script, which may have been blocked. */
export async function restoreLinks(native: string): Promise<void> {
  const file = join(native, 'pg-symlinks.json');
  if (!(await exists(file))) return;
  for (const { source, target } of Links.parse(JSON.parse(await readFile(file, 'utf8')))) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(target), source), link).catch(async (error: unknown) => {
      if (!(await exists(link))) throw error;
    });
  }
}

async function copyPrograms(native: string, copy: string, account: Account | null): Promise<void> {
  const root = await mkdtemp(`${copy}-`);
  const next = join(root, 'native');
  try {
    await cp(native, next, { recursive: true, verbatimSymlinks: true, filter: (path) => !notNeeded(path) });
    await handOver(root, account);
    await restoreLinks(next);
    await rm(copy, { recursive: true, force: true });
    await rename(next, copy);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The original may be read-only or closed to others; the copy is neither. */
async function handOver(root: string, account: Account | null): Promise<void> {
  const names = await readdir(root, { recursive: true });
  for (const path of [root, ...names.map((name) => join(root, name))]) {
    const entry = await lstat(path);
    if (account) await lchown(path, account.uid, account.gid);
    if (entry.isSymbolicLink()) continue;
    const program = entry.isDirectory() || basename(dirname(path)) === 'bin';
    await chmod(path, program ? 0o755 : 0o644);
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );
