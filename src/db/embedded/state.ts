import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CordonError } from '../../errors.ts';
import { ProcessIdentity } from './process-of.ts';

/** What `postgres.json` remembers between starts. */
const State = z.object({
  password: z.string().min(1),
  /** Where data and programs are when PostgreSQL's account cannot reach home; null for the usual place inside it. */
  elsewhere: z.string().nullable(),
  port: z.int().min(1).max(65_535).nullable(),
  /** The process whose `stop` ends the server. */
  owner: ProcessIdentity.nullable(),
});
export type State = z.infer<typeof State>;

const fileIn = (home: string) => join(home, 'postgres.json');

export const freshState = (elsewhere: string | null): State => ({
  password: randomBytes(24).toString('base64url'),
  elsewhere,
  port: null,
  owner: null,
});

export async function readState(home: string): Promise<State | null> {
  const file = fileIn(home);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new CordonError(
      'database-state',
      `${file} cannot be read. Was Cordon started here by another user? Start it as that user.`,
      {
        cause: error,
      },
    );
  }
  try {
    return State.parse(JSON.parse(text));
  } catch {
    throw new CordonError(
      'database-state',
      `${file} is damaged; it holds the database's password. Restore it from a backup. The data itself was not touched.`,
    );
  }
}

/** Replaces the file in one step; it stays with home's owner even when root writes it. */
export async function writeState(home: string, state: State): Promise<void> {
  const file = fileIn(home);
  const next = `${file}.new`;
  await writeFile(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(home);
    await chown(next, uid, gid);
  }
  await rename(next, file);
}
