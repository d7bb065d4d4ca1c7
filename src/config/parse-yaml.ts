import { LineCounter, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';

/** Far above what a person writes, far below a document that expands into gigabytes. */
const MAX_ALIASES = 50;
const MAX_CHARACTERS = 1_000_000;
const MOST_FAULTS_SHOWN = 10;

const only = (what: string): { problems: Problem[] } => ({ problems: [{ path: [], what }] });

/** Reads YAML 1.2 into plain data. Syntax errors, doubled keys, unknown tags and alias bombs are problems with line and column. */
export function parseYaml(text: string): { value: Record<string, unknown> } | { problems: Problem[] } {
  if (text.length > MAX_CHARACTERS)
    return only(`longer than ${MAX_CHARACTERS} characters. This is not a configuration.`);
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      return {
        problems: faults.slice(0, MOST_FAULTS_SHOWN).map((fault) => {
          const { line, col } = lines.linePos(fault.pos[0]);
          return { path: [], what: `line ${line}, column ${col}: ${withoutSource(fault.message)}` };
        }),
      };
    }
    // Through JSON, so that an alias to its own parent is found out here.
    const value: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES })));
    return isSection(value)
      ? { value }
      : only('must be a list of settings, each a name and a colon. Start from cordon.example.yaml.');
  } catch {
    return only('nested too deeply or repeating itself too often (aliases). Write the settings out.');
  }
}

/** The parser quotes what it stumbled over, which may be a secret. */
const withoutSource = (message: string): string =>
  `${message
    .split('\n')[0]
    ?.replace(/:? *["'`].*$/, '')
    .replace(/\.$/, '')}.`;

export const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
