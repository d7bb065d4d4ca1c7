import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCycles, readImportGraph } from './import-graph.ts';

const LIMITS = { median: 75, p90: 200, longest: 300 };

export interface Measure {
  /** One block for a person to read. */
  text: string;
  /** What is over its limit, a sentence each. */
  problems: string[];
}

/** Tracked and new files, without what git ignores and without fixtures. */
export function listSources(root: string): string[] {
  const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  return names
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('test/fixtures/') && existsSync(join(root, name)));
}

/** How long the files are, and whether any of them import one another in a circle. */
export function measure(root: string, files: readonly string[] = listSources(root)): Measure {
  const lengths = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number) => lengths[Math.ceil(share * lengths.length) - 1]?.lines ?? 0;
  const longest = lengths.at(-1);
  const found = { median: at(0.5), p90: at(0.9), longest: longest?.lines ?? 0 };
  const cycles = findCycles(readImportGraph(root, files));

  const problems = (['median', 'p90', 'longest'] as const)
    .filter((name) => found[name] > LIMITS[name])
    .map((name) => `The ${name} is ${found[name]} lines; ${LIMITS[name]} is the limit.`);
  for (const cycle of cycles) problems.push(`These files import one another: ${cycle.join(' → ')}`);

  const text = [
    `Files          ${files.length}`,
    `Median lines   ${found.median} (limit ${LIMITS.median})`,
    `p90 lines      ${found.p90} (limit ${LIMITS.p90})`,
    `Longest        ${found.longest} (limit ${LIMITS.longest}) ${longest?.file ?? ''}`,
    `Import cycles  ${cycles.length} (limit 0, types counted)`,
  ].join('\n');
  return { text, problems };
}
