import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findCycles, readImportGraph } from '../../scripts/check/import-graph.ts';
import { measure } from '../../scripts/check/measure.ts';

let root: string;
afterEach(() => rm(root, { recursive: true, force: true }));

async function makeProject(files: Record<string, string>): Promise<string[]> {
  root = await mkdtemp(join(tmpdir(), 'cordon-test-'));
  const manifest = { 'package.json': JSON.stringify({ imports: { '#src/*': './src/*' } }) };
  for (const [name, text] of Object.entries({ ...manifest, ...files })) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return Object.keys(files);
}

test('every way of importing counts: over several lines, types, re-exports, for effect, by alias; packages do not', async () => {
  const files = await makeProject({
    'src/a.ts': [
      "import {\n  one,\n  type Two,\n} from './b.ts';",
      "import type { Three } from '#src/c.ts';",
      "export * from './d.ts';",
      "import './e.ts';",
      "import { z } from 'zod';",
      "import gone from './gone.ts';",
      'const text = "not an import from \'./f.ts\'";',
    ].join('\n'),
    'src/b.ts': '',
    'src/c.ts': '',
    'src/d.ts': '',
    'src/e.ts': '',
    'src/f.ts': '',
  });
  expect(readImportGraph(root, files).get('src/a.ts')).toEqual(['src/b.ts', 'src/c.ts', 'src/d.ts', 'src/e.ts']);
});

test.each([
  { name: 'a line', edges: { a: ['b'], b: ['c'], c: [] }, cycles: [] },
  { name: 'a diamond', edges: { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, cycles: [] },
  { name: 'a pair', edges: { a: ['b'], b: ['a'] }, cycles: [['a', 'b']] },
  { name: 'a file that imports itself', edges: { a: ['a'] }, cycles: [['a']] },
  { name: 'a circle behind a line', edges: { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, cycles: [['b', 'c', 'd']] },
  {
    name: 'two circles',
    edges: { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
    cycles: [
      ['c', 'd'],
      ['a', 'b'],
    ],
  },
  { name: 'two circles that share a file', edges: { a: ['b', 'c'], b: ['a'], c: ['a'] }, cycles: [['a', 'b', 'c']] },
])('cycles in $name', ({ edges, cycles }) => {
  root = '';
  const found = findCycles(new Map<string, string[]>(Object.entries(edges)));
  expect(found.map((cycle) => cycle.toSorted())).toEqual(cycles);
});

test('what is over a limit is named, and so is every cycle', async () => {
  const files = await makeProject({
    'src/long.ts': '\n'.repeat(301),
    'src/a.ts': "import type { B } from './b.ts';\n",
    'src/b.ts': "import { a } from '#src/a.ts';\n",
  });
  const { text, problems } = measure(root, files);
  expect(text).toContain('Longest        301 (limit 300) src/long.ts');
  expect(problems).toEqual([
    'The p90 is 301 lines; 200 is the limit.',
    'The longest is 301 lines; 300 is the limit.',
    'These files import one another: src/a.ts → src/b.ts',
  ]);
});
