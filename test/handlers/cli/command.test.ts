import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseIdOf, only, parseLine } from '#handlers/cli/command.ts';
import { commands } from '#handlers/cli/index.ts';
import { exportEvidence } from '#src/cases/export-evidence.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, plannedCase } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  folder = await mkdtemp(join(tmpdir(), 'cordon-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database?.close();
});

function run(name: string, ...args: string[]) {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new Error(`no command ${name}`);
  const call = { args, json: true };
  return command.needs === 'nothing' ? command.run(call) : command.run(call, ctx);
}

describe('a line', () => {
  test('is words and switches, in any order', () => {
    expect(parseLine(['cases', '--json', 'show', '42'])).toEqual({
      words: ['cases', 'show', '42'],
      json: true,
      help: false,
      switches: {},
    });
    expect(parseLine(['-h'])).toMatchObject({ help: true });
    expect(() => parseLine(['cases', '--all'])).toThrow(expect.objectContaining({ code: 'wrong-use' }));
  });

  test.each([
    ['42', 42],
    ['CASE-42', 42],
    ['case-7', 7],
  ])('%s is a case', (word, id) => expect(caseIdOf(word)).toBe(id));

  test.each(['', 'x', '-1', '1.5', 'CASE-', '42;', '1'.repeat(16)])('%j is none', (word) => {
    expect(() => caseIdOf(word)).toThrow(expect.objectContaining({ code: 'wrong-use' }));
  });

  test('one word means one', () => {
    expect(only({ args: ['a'], json: false }, 'case')).toBe('a');
    for (const args of [[], ['a', 'b'], ['']])
      expect(() => only({ args, json: false }, 'case')).toThrow('Name exactly one case.');
  });
});

test('names are unique, no name hides another, and every command says what it does', () => {
  const names = commands.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(names.filter((other) => other !== name && name.startsWith(`${other} `))).toEqual([]);
  for (const { says } of commands) expect(says).toMatch(/^[a-z].*[^.]$/);
});

test('lists are arrays of things with ids', async () => {
  await plannedCase(ctx);
  for (const name of ['cases list', 'detections list', 'deliveries quarantine']) {
    const { data } = await run(name);
    expect(data).toBeInstanceOf(Array);
    for (const item of data as object[]) expect(item).toMatchObject({ id: expect.any(String) });
  }
});

test('a case shows its answers, gaps, steps', async () => {
  const caseId = await plannedCase(ctx);
  const { data, lines } = await run('cases show', String(caseId));
  expect(data).toMatchObject({ id: `CASE-${caseId}`, steps: [{ key: 'freeze' }] });
  expect(lines.join('\n')).toContain('Freeze Mara Ito in Acme · waiting');
  await expect(run('cases show', '999999')).rejects.toMatchObject({ code: 'unknown-case' });
});

describe('evidence', () => {
  const fileOf = async (change: (text: string) => string) => {
    const pack = await exportEvidence(ctx, await plannedCase(ctx), actor);
    const file = join(folder, `${crypto.randomUUID()}.json`);
    await writeFile(file, change(JSON.stringify(pack)));
    return file;
  };

  test('untouched: yes', async () => {
    const answer = await run('evidence verify', await fileOf((text) => text));
    expect(answer).toMatchObject({ data: { ok: true, entries: 7 }, code: 0 });
  });

  test.each([
    ['one word changed', (text: string) => text.replace('Bulk read', 'Bulk rEad')],
    ['cut off', (text: string) => text.slice(0, -20)],
    ['another file', () => '{"hello":1}'],
    ['empty', () => ''],
  ])('%s: no, with the reason', async (_, change) => {
    const answer = await run('evidence verify', await fileOf(change));
    expect(answer).toMatchObject({ data: { ok: false, why: expect.any(String) }, code: 1 });
  });

  test('a file that is not there is wrong use', async () => {
    await expect(run('evidence verify', join(folder, 'gone.json'))).rejects.toMatchObject({ code: 'wrong-use' });
  });

  test('the journal in the database can be asked as well', async () => {
    expect(await run('journal verify')).toMatchObject({ data: { ok: true }, code: 0 });
  });
});

test('schemas are printed by name', async () => {
  expect((await run('schema', 'config')).data).toMatchObject({ type: 'object' });
  expect((await run('schema', 'detection')).data).toMatchObject({ type: 'object' });
  for (const name of ['nothing', 'constructor'])
    await expect(run('schema', name)).rejects.toMatchObject({ code: 'wrong-use' });
});
