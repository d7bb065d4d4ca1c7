import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { CordonError } from '../../src/errors.ts';

export interface Child {
  name: string;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 60_000;

interface ChildSettings {
  name: 'server' | 'worker';
  file: string;
  home: string;
  env: Record<string, string | undefined>;
  /** Called when it ends without having been asked to. */
  onLost(line: string): void;
}

/** Starts one of Cordon's own processes and waits until it says it is ready. Its log goes to a file in the home. */
export async function startChild({ name, file, home, env, onLost }: ChildSettings): Promise<Child> {
  const log = join(home, `${name}.log`);
  const output = createWriteStream(log, { flags: 'a', mode: 0o600 });
  const child = spawn(execPath, [join(ROOT, file)], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  let stopping = false;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await ready(child, ended, name, log);
  void ended.then((code) => {
    if (!stopping) onLost(`The ${name} ended by itself (code ${code}). Its log: ${log}`);
  });
  return {
    name,
    async stop() {
      stopping = true;
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      output.end();
    },
  };
}

async function ready(child: ChildProcess, ended: Promise<number | null>, name: string, log: string): Promise<void> {
  const started = new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready')));
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), START_MS).unref());
  const first = await Promise.race([started, late, ended.then(() => 'ended' as const)]);
  if (first === 'ready') return;
  child.kill('SIGKILL');
  const [last = ''] = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-1);
  throw new CordonError('not-started', `The ${name} did not start. The end of its log, ${log}:\n  ${last}`);
}
