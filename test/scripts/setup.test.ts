import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const checkouts: string[] = [];
afterAll(() => Promise.all(checkouts.map((checkout) => rm(checkout, { recursive: true, force: true }))));

/** Says how it was called, then waits for one signal, counts what comes in the next half second, and ends with 7. */
const PROGRAM = `
console.log(JSON.stringify(process.argv.slice(2)));
if (process.argv.includes('wait')) {
  const got: string[] = [];
  const still = setInterval(() => {}, 1000);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => {
    if (got.push(name) > 1) return;
    setTimeout(() => { console.log(got.join()); clearInterval(still); process.exitCode = 7; }, 500);
  });
  console.log('ready');
} else process.exitCode = 3;
`;

/** Stands in for npm: takes its time, writes its calls down, and, unless told to refuse, leaves what a real installation leaves. */
const NPM = `#!/bin/sh
echo "$1" >> calls
sleep 0.3
case "$(cat refuse 2>/dev/null)" in *"$1"*) exit 1;; esac
mkdir -p node_modules/node/bin
ln -sf '${process.execPath}' node_modules/node/bin/node
touch node_modules/.package-lock.json
`;

async function makeCheckout({ installed }: { installed: boolean }): Promise<string> {
  const checkout = await mkdtemp(join(tmpdir(), 'cordon-test-'));
  checkouts.push(checkout);
  await cp(scripts, join(checkout, 'scripts'), { recursive: true });
  await writeFile(join(checkout, 'package.json'), '{"type":"module"}');
  await writeFile(join(checkout, 'package-lock.json'), '{}');
  await writeFile(join(checkout, 'program.ts'), PROGRAM);
  await mkdir(join(checkout, 'bin'));
  await writeFile(join(checkout, 'bin', 'npm'), NPM, { mode: 0o755 });
  if (installed) {
    await mkdir(join(checkout, 'node_modules', 'node', 'bin'), { recursive: true });
    await symlink(process.execPath, join(checkout, 'node_modules', 'node', 'bin', 'node'));
    await writeFile(join(checkout, 'node_modules', '.package-lock.json'), '{}');
  }
  return checkout;
}

function setUpAndRun(checkout: string, ...args: string[]) {
  return spawn(process.execPath, ['scripts/setup.mjs', 'run', 'program.ts', ...args], {
    cwd: checkout,
    env: { PATH: `${join(checkout, 'bin')}:/usr/bin:/bin` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function outcome(child: ReturnType<typeof setUpAndRun>) {
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => err.push(chunk));
  const [code] = await once(child, 'close');
  return { code: code as number | null, out: out.join(''), err: err.join('') };
}

const npmCalls = async (checkout: string) => (await readFile(join(checkout, 'calls'), 'utf8')).trim().split('\n');

test('an installed checkout runs the program at once: its arguments, its exit code, and stdout for it alone', async () => {
  const checkout = await makeCheckout({ installed: true });
  const { code, out, err } = await outcome(setUpAndRun(checkout, '--', '--json', 'a b'));
  expect({ code, out, err }).toEqual({ code: 3, out: '["--json","a b"]\n', err: '' });
});

test('a fresh checkout is installed first, and two commands at once install it once', async () => {
  const checkout = await makeCheckout({ installed: false });
  const both = await Promise.all([outcome(setUpAndRun(checkout)), outcome(setUpAndRun(checkout))]);
  expect(both.map(({ code, out }) => ({ code, out }))).toEqual([
    { code: 3, out: '[]\n' },
    { code: 3, out: '[]\n' },
  ]);
  expect(both.map(({ err }) => err).join()).toContain('Installing packages');
  expect(await npmCalls(checkout)).toEqual(['ci']);
});

test('a lock left by a command that was killed does not hold up the next', async () => {
  const checkout = await makeCheckout({ installed: false });
  const killed = setUpAndRun(checkout);
  await once(killed.stderr, 'data');
  const ended = once(killed, 'close');
  process.kill(-(killed.pid ?? 0), 'SIGKILL');
  await ended;
  expect((await outcome(setUpAndRun(checkout))).code).toBe(3);
});

test('an installation older than the lock file is renewed', async () => {
  const checkout = await makeCheckout({ installed: true });
  await utimes(join(checkout, 'node_modules', '.package-lock.json'), 1, 1);
  expect((await outcome(setUpAndRun(checkout))).code).toBe(3);
  expect(await npmCalls(checkout)).toEqual(['ci']);
});

test('where npm ci refuses, npm install does it; where both do, nothing is started', async () => {
  const checkout = await makeCheckout({ installed: false });
  await writeFile(join(checkout, 'refuse'), 'ci');
  expect((await outcome(setUpAndRun(checkout))).code).toBe(3);
  expect(await npmCalls(checkout)).toEqual(['ci', 'install']);

  const offline = await makeCheckout({ installed: false });
  await writeFile(join(offline, 'refuse'), 'ci install');
  const { code, out, err } = await outcome(setUpAndRun(offline));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Nothing was started');
});

test('Ctrl-C, which npm passes on a second time, reaches the program once, and its end is awaited', async () => {
  const child = setUpAndRun(await makeCheckout({ installed: true }), 'wait');
  const seen: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    seen.push(line);
    if (line !== 'ready' || child.pid === undefined) continue;
    process.kill(-child.pid, 'SIGINT');
    process.kill(child.pid, 'SIGINT');
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(seen).toEqual(['["wait"]', 'ready', 'SIGINT']);
  expect(child.exitCode).toBe(7);
});

test('should the wrapper be killed outright, the program ends in good order', async () => {
  const child = setUpAndRun(await makeCheckout({ installed: true }), 'wait');
  const seen: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    seen.push(line);
    if (line === 'ready') child.kill('SIGKILL');
  }
  expect(seen).toEqual(['["wait"]', 'ready', 'SIGTERM']);
});
