import { describe, expect, test } from 'vitest';
import { findCycles } from '../../scripts/check/import-graph.ts';
import { bot, filesIn, forbidden, importsOf, textOf } from './source.ts';

const graph = importsOf(bot());
const top = (file: string): string => file.split('/')[0] ?? '';

/** DESIGN.md: inside `src`, lower never imports higher. */
const LEVELS: readonly (readonly string[])[] = [
  ['config', 'errors.ts', 'log.ts', 'clock.ts', 'safe-address.ts'],
  ['db', 'queue', 'connectors', 'workspace', 'metrics.ts'],
  ['context.ts', 'run-process.ts'],
  ['journal'],
  ['detections', 'correlation', 'cases', 'noise', 'playbook.ts'],
  ['enrichment', 'response', 'step-up', 'legal', 'outbox', 'open-process.ts'],
  ['slack'],
];
/** What stands side by side without knowing one another. */
const STRANGERS = [
  ['db', 'queue', 'connectors', 'workspace'],
  ['enrichment', 'response', 'outbox'],
];

const partOf = (file: string): string => file.split('/')[1] ?? '';
const levelOf = (file: string): number => LEVELS.findIndex((parts) => parts.includes(partOf(file)));

describe('inside src', () => {
  const inside = importsOf(filesIn('src'));

  test('every file has its level', () => {
    expect(filesIn('src').filter((file) => levelOf(file) === -1)).toEqual([]);
  });

  test('lower never imports higher', () => {
    expect(forbidden(inside, (from, to) => top(to) === 'src' && levelOf(to) <= levelOf(from))).toEqual([]);
  });

  test('strangers stay strangers', () => {
    const known = (from: string, to: string) =>
      partOf(from) === partOf(to) ||
      !STRANGERS.some((parts) => parts.includes(partOf(from)) && parts.includes(partOf(to)));
    expect(forbidden(inside, known)).toEqual([]);
  });

  test('the queue is imported from handlers and jobs only', () => {
    expect(forbidden(inside, (from, to) => partOf(to) !== 'queue' || partOf(from) === 'queue')).toEqual([]);
  });
});

test('handlers and jobs never import each other, and nobody below imports them', () => {
  const above = ['handlers', 'jobs'];
  const allowed = (from: string, to: string) =>
    from === 'start.ts' || !above.includes(top(to)) || top(from) === top(to);
  expect(forbidden(graph, allowed)).toEqual([]);
});

test("playbooks import playbook.ts, connectors' queries and actions, and one another", () => {
  const open = [/^playbooks\//, /^src\/playbook\.ts$/, /^src\/connectors\/[^/]+\/(queries|actions)\//];
  const list = ['src/detections/detection.ts', 'src/errors.ts'];
  const allowed = (from: string, to: string) =>
    top(from) !== 'playbooks' ||
    open.some((path) => path.test(to)) ||
    (from === 'playbooks/index.ts' && list.includes(to));
  expect(forbidden(graph, allowed)).toEqual([]);
});

test('the bot imports neither the sandbox nor the tests', () => {
  expect(forbidden(graph, (_, to) => !['sandbox', 'test', 'scripts'].includes(top(to)))).toEqual([]);
});

test('a vendor knows its contract, the way to the network, and itself', () => {
  const shared = ['contract.ts', 'define.ts', 'http.ts'].map((file) => `src/connectors/${file}`);
  const level0 = ['src/errors.ts', 'src/clock.ts', 'src/safe-address.ts'];
  const allowed = (from: string, to: string) => {
    const [, , vendor, inner] = from.split('/');
    if (!from.startsWith('src/connectors/') || inner === undefined) return true;
    return to.startsWith(`src/connectors/${vendor}/`) || [...shared, ...level0].includes(to);
  };
  expect(forbidden(graph, allowed)).toEqual([]);
});

test('nobody imports in a circle', () => {
  expect(findCycles(graph)).toEqual([]);
});

test('the environment is read in one place', () => {
  const reads = /\bprocess\.env\b|\bprocess\[['"]env|\benv\b[^'"]*from 'node:process'|import\.meta\.env/;
  expect(bot().filter((file) => reads.test(textOf(file)))).toEqual(['src/config/environment.ts']);
});
