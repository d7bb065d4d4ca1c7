import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Files by path from the root, each with the files it imports, `import type` counted. Packages and missing files are left out. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const SPECIFIER = /^\s*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;

export function readImportGraph(root: string, files: readonly string[]): ImportGraph {
  const aliases = readAliases(root);
  return new Map(
    files.map((file) => {
      const specifiers = [...readFileSync(join(root, file), 'utf8').matchAll(SPECIFIER)].map((match) => match[1] ?? '');
      const targets = specifiers.map((specifier) => resolve(specifier, file, aliases));
      return [file, targets.filter((target) => target !== null && existsSync(join(root, target))) as string[]];
    }),
  );
}

/** `"#src/*": "./src/*"` of package.json, as pairs of prefixes. */
function readAliases(root: string): readonly (readonly [string, string])[] {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports?: Record<string, string>;
  };
  return Object.entries(imports).map(([alias, target]) => [alias.replace('*', ''), target.replace('*', '')]);
}

function resolve(specifier: string, from: string, aliases: readonly (readonly [string, string])[]): string | null {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  return alias ? normalize(specifier.replace(...alias)) : null;
}

/** Groups of files that import one another in a circle (Tarjan's strongly connected components of more than one file). */
export function findCycles(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  function visit(file: string): number {
    const number = order.size;
    order.set(file, number);
    open.push(file);
    let low = number;
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, lowest.get(target) ?? order.get(target) ?? low);
      lowest.set(file, low);
    }
    lowest.set(file, low);
    if (low === number) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || graph.get(file)?.includes(file)) cycles.push(group);
    }
    return low;
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
