import { argv, stderr, stdout } from 'node:process';
import { ZodError } from 'zod';
import { connectors } from '#src/connectors/index.ts';
import { CordonError, InvalidConfig, InvalidInput } from '#src/errors.ts';
import { openServerProcess } from '#src/open-process.ts';
import type { Command, CommandAnswer, CommandCall } from './command.ts';
import { parseLine } from './command.ts';
import { useHome } from './home.ts';
import { commands } from './index.ts';

/** The command whose name the words begin with, and how many of them are its name. */
function find(words: readonly string[]): { command: Command; length: number } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, length };
  }
  return undefined;
}

async function run(command: Command, call: CommandCall): Promise<CommandAnswer> {
  if (command.needs === 'nothing') return command.run(call);
  const { ctx, close } = await openServerProcess(connectors);
  try {
    return await command.run(call, ctx);
  } finally {
    await close();
  }
}

const usage = (): string =>
  [
    'cordon COMMAND [--json]',
    ...commands.map(({ name, takes = '', says }) => `  ${`${name} ${takes}`.padEnd(48)} ${says}`),
  ].join('\n');

async function main(): Promise<number> {
  const typed = argv.slice(2);
  const found = find(typed.filter((word) => !word.startsWith('-')));
  const { words, json, help, switches } = parseLine(typed, found?.command.switches);
  if (help) {
    stdout.write(`${usage()}\n`);
    return 0;
  }
  if (!found) {
    stderr.write(`${usage()}\n`);
    return 2;
  }
  await useHome();
  const answer = await run(found.command, { args: words.slice(found.length), json, switches });
  stdout.write(json ? `${JSON.stringify(answer.data)}\n` : answer.lines.map((line) => `${line}\n`).join(''));
  return answer.code ?? 0;
}

process.exitCode = await main().catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof InvalidConfig || error instanceof InvalidInput || error instanceof ZodError) return 2;
  return error instanceof CordonError ? 1 : 1;
});
