import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { Context } from '#src/context.ts';
import { InvalidInput } from '#src/errors.ts';
import type { Actor } from '#src/journal/actor.ts';

/** What a command answers: `data` for `--json`, `lines` for people, and the exit code (0 done, 1 the answer is no). */
export interface CommandAnswer {
  data: unknown;
  lines: readonly string[];
  code?: 0 | 1;
}

export interface CommandCall {
  args: readonly string[];
  json: boolean;
}

interface CommandParts {
  /** `cases show` */
  name: string;
  /** `CASE`: what follows the name. */
  takes?: string;
  says: string;
}

/** A command of its own; most need the database, some nothing at all. */
export type Command =
  | (CommandParts & { needs: 'nothing'; run(call: CommandCall): Promise<CommandAnswer> })
  | (CommandParts & { needs: 'database'; run(call: CommandCall, ctx: Context): Promise<CommandAnswer> });

export const cliActor = (): Actor => ({ kind: 'cli', user: userInfo().username });

export interface ParsedLine {
  words: string[];
  json: boolean;
  help: boolean;
}

export function parseLine(argv: readonly string[]): ParsedLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { words: positionals, json: values.json ?? false, help: values.help ?? false };
  } catch (cause) {
    throw new InvalidInput('wrong-use', cause instanceof Error ? cause.message : 'This cannot be understood.');
  }
}

/** The one word a command needs. */
export function only(call: CommandCall, what: string): string {
  const [word, ...more] = call.args;
  if (!word || more.length > 0) throw new InvalidInput('wrong-use', `Name exactly one ${what}.`);
  return word;
}

/** "42" or "CASE-42". */
export function caseIdOf(word: string): number {
  const match = /^(?:CASE-)?(\d{1,15})$/i.exec(word);
  if (!match) throw new InvalidInput('wrong-use', `"${word}" is not a case; write CASE-42 or 42.`);
  return Number(match[1]);
}
