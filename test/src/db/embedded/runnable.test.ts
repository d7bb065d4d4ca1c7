import { chmod, cp, mkdir, mkdtemp, readlink, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountFor } from '#src/db/embedded/account.ts';
import { packagedPrograms } from '#src/db/embedded/programs.ts';
import { runnablePrograms } from '#src/db/embedded/runnable.ts';

let root: string;
let shipped: { native: string; version: string };
const LINK = join('lib', 'libicui18n.so.60');

/** The package as npm unpacks it when its install script was blocked. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cordon-test-'));
  await chmod(root, 0o755);
  const { native, version } = packagedPrograms();
  shipped = { native: join(root, 'package', 'native'), version };
  await cp(native, shipped.native, { recursive: true, verbatimSymlinks: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function makeFolder(name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  return folder;
}

test.runIf(process.platform === 'linux')(
  'links that a blocked install script left out are restored in place',
  async () => {
    await unlink(join(shipped.native, LINK));
    const native = await runnablePrograms(shipped, await makeFolder('in-place'), await accountFor(null));
    expect(native).toBe(shipped.native);
    expect(await readlink(join(native, LINK))).toBe('libicui18n.so.60.2');
  },
);

test.runIf(process.platform === 'linux')(
  'out of reach, or without execute permission, it is a copy that runs, made once',
  async () => {
    await unlink(join(shipped.native, LINK));
    await chmod(join(shipped.native, 'bin', 'postgres'), 0o600);
    await chmod(join(root, 'package'), 0o700);
    const folder = await makeFolder('copy');
    const account = await accountFor(null);
    const native = await runnablePrograms(shipped, folder, account);
    expect(native).toBe(join(folder, `native-${shipped.version}`));
    expect(await readlink(join(native, LINK))).toBe('libicui18n.so.60.2');
    await writeFile(join(native, 'first'), '');
    expect(await runnablePrograms(shipped, folder, account)).toBe(native);
    expect(await readlink(join(native, LINK))).toBe('libicui18n.so.60.2');
  },
);

test('a system whose loader does not know the programs is told about DATABASE_URL', async () => {
  const bin = join(root, 'musl', 'native', 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'postgres'), '#!/no/such/loader\n', { mode: 0o755 });
  const programs = { native: join(root, 'musl', 'native'), version: '18' };
  await expect(runnablePrograms(programs, root, null)).rejects.toThrow(/musl.*Set DATABASE_URL/);
});

test('a machine without a package is told about DATABASE_URL', () => {
  expect(() => packagedPrograms('sunos', 'sparc')).toThrow(/sunos-sparc.*Set DATABASE_URL/);
});
