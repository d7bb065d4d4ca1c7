import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { processEnvironment, readEnvironment, rememberEnvironment } from '#src/config/environment.ts';

/** What the demo leaves in its home for the command line: the settings its own processes run with. */
const Left = z.record(z.string(), z.string());

/** With CORDON_HOME set, finds the demo (or its remains) that lives there. What the environment says itself goes first. */
export async function useHome(): Promise<void> {
  const { home } = readEnvironment(processEnvironment());
  const text = await readFile(join(home, 'environment.json'), 'utf8').catch(() => '{}');
  rememberEnvironment({ LOG_LEVEL: 'warn', ...Left.parse(JSON.parse(text)) });
}
