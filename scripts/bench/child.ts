import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';

export interface Child {
  pid: number;
  /** The first thing it said: that it is ready, and where. */
  ready: unknown;
  /** Sends a message and waits for the next one back. */
  ask(message: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

interface ChildSettings {
  /** From the root of the repository. */
  file: string;
  env?: Record<string, string>;
  /** What it writes goes here; without it, to our standard error. */
  log?: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** Starts a process of its own and waits until it is ready. It ends with us: each of them stops when its channel closes. */
export async function startChild({ file, env = {}, log }: ChildSettings): Promise<Child> {
  const output = log === undefined ? 'inherit' : openSync(log, 'a');
  const child = spawn(execPath, [join(ROOT, file)], { cwd: ROOT, env, stdio: ['ignore', output, output, 'ipc'] });
  if (typeof output === 'number') closeSync(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const next = () => nextMessage(child, file, log);
  const ready = await next();
  return {
    pid: child.pid ?? 0,
    ready,
    ask(message) {
      const answer = next();
      child.send(message as object);
      return answer;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

const lastWords = (log: string | undefined): string =>
  log ? ` Its log ends with:\n${readFileSync(log, 'utf8').slice(-2000)}` : '';

function nextMessage(child: ChildProcess, name: string, log: string | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const lost = (code: number | null) => reject(new Error(`${name} ended by itself (code ${code}).${lastWords(log)}`));
    child.once('exit', lost);
    child.once('message', (message) => {
      child.off('exit', lost);
      resolve(message);
    });
  });
}
