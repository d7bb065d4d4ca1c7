import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pid } from 'node:process';
import { CordonError } from '../../src/errors.ts';

/** Keeps a second demo out of the same home; what a killed one left behind does not count. Returns how to let go. */
export async function holdHome(home: string): Promise<() => Promise<void>> {
  await mkdir(home, { recursive: true });
  const file = join(home, 'demo.pid');
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== pid && isDemo(holder, await commandOf(holder))) {
    throw new CordonError(
      'already-running',
      `A demo is running here already (process ${holder}). Stop it, or give this one its own CORDON_HOME, PORT and SANDBOX_PORT.`,
    );
  }
  await writeFile(file, String(pid));
  return () => rm(file, { force: true });
}

/** Process ids are given again; only a process that still looks like the demo counts. */
const isDemo = (holder: number, command: string | undefined): boolean => {
  try {
    process.kill(holder, 0);
  } catch {
    return false;
  }
  return command === undefined || command.includes('demo.ts');
};

const commandOf = (holder: number): Promise<string | undefined> =>
  readFile(`/proc/${holder}/cmdline`, 'utf8').catch(() => undefined);
