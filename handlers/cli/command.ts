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
  /** Those of the command's own switches that were given. */
  switches?: Switches;
}

export type Switches = Readonly<Record<string, string | boolean | undefined>>;

interface CommandParts {
  /** `cases show` */
  name: string;
  /** `CASE`: what follows the name. */
  takes?: string;
  says: string;
  /** Switches of its own: `{ all: 'boolean', source: 'string' }` for `--all --source NAME`. */
  switches?: Readonly<Record<string, 'boolean' | 'string'>>;
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
  switches: Switches;
}

/** Reads what was typed; any switch but `--json`, `--help` and the command's own is wrong use. */
export function parseLine(argv: readonly string[], own: NonNullable<CommandParts['switches']> = {}): ParsedLine {
  const options = Object.fromEntries(Object.entries(own).map(([name, type]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const { json, help, ...switches }: Switches = { ...values };
    return { words: positionals, json: json === true, help: help === true, switches };
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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a delivery, as `deliveries quarantine` lists it. */
export function deliveryIdOf(word: string): string {
  if (!UUID.test(word))
    throw new InvalidInput('wrong-use', 'This is not the id of a delivery. List them: cordon deliveries quarantine.');
  return word.toLowerCase();
}

/** "42" or "CASE-42". */
export function caseIdOf(word: string): number {
  const match = /^(?:CASE-)?(\d{1,15})$/i.exec(word);
  if (!match) throw new InvalidInput('wrong-use', `"${word}" is not a case; write CASE-42 or 42.`);
  return Number(match[1]);
}
