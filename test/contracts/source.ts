import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ImportGraph, readImportGraph } from '../../scripts/check/import-graph.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every TypeScript file below a folder, by its path from the root. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort();

/** The names of a folder's own files, without those that are no members of its list. */
export const namesIn = (folder: string, others: readonly string[] = []): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => basename(entry.name, '.ts'))
    .filter((name) => !others.includes(name))
    .sort();

export const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** `freeze-user` → `freezeUser` */
export const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The bot: everything that runs in production. */
export const bot = (): string[] => ['src', 'handlers', 'jobs', 'playbooks'].flatMap(filesIn).concat('start.ts');

export const importsOf = (files: readonly string[]): ImportGraph => readImportGraph(root, files);

/** Every import as "file → file" that a rule does not allow. */
export const forbidden = (graph: ImportGraph, allowed: (from: string, to: string) => boolean): string[] =>
  [...graph].flatMap(([from, targets]) => targets.filter((to) => !allowed(from, to)).map((to) => `${from} → ${to}`));
