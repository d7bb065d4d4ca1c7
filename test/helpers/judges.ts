import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where the material nobody here wrote lies: CORDON_JUDGES, else `shared/judges` beside the repository. Tests without it skip visibly. */
export function judgesDir(): string | undefined {
  const { CORDON_JUDGES } = env;
  const beside = fileURLToPath(new URL('../../../shared/judges', import.meta.url));
  return [CORDON_JUDGES, beside].find((folder) => folder !== undefined && existsSync(folder));
}

export const readJudge = (folder: string, path: string): unknown =>
  JSON.parse(readFileSync(join(folder, path), 'utf8'));

/** Published events and detections: CORDON_SAMPLES, else `shared/samples` beside the repository. */
export function samplesDir(): string | undefined {
  const beside = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
  return [env.CORDON_SAMPLES, beside].find((folder) => folder !== undefined && existsSync(folder));
}
