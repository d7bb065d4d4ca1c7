/** `npm run check`: format, lint, types, contracts, then how long the files are. Seconds, no services. `--measure`: the last part only. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { measure } from './check/measure.ts';

const root = join(import.meta.dirname, '..');
const inModules = (...path: string[]) => join(root, 'node_modules', ...path);

const tools = [
  { name: 'Format and lint', args: [inModules('@biomejs', 'biome', 'bin', 'biome'), 'check'] },
  { name: 'Types', args: [inModules('typescript', 'bin', 'tsc')] },
  { name: 'Contracts', args: [inModules('vitest', 'vitest.mjs'), 'run', '--config', 'vitest.contracts.config.ts'] },
];

const say = (line: string) => process.stdout.write(`${line}\n`);
const failed: string[] = [];

for (const { name, args } of process.argv.includes('--measure') ? [] : tools) {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  say(`${name}: ${status === 0 ? 'fine' : 'failed'}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  if (status !== 0) failed.push(name);
}

const { text, problems } = measure(root);
say(`\n${text}\n`);
for (const problem of problems) say(problem);
if (problems.length > 0) failed.push('Measure');

say(failed.length === 0 ? 'All checks pass.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
