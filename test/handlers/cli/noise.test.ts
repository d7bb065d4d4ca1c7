import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '#handlers/cli/index.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { caseRow, openedCase } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  ctx.clock = { now: () => new Date(), sleep: async () => undefined };
});
afterAll(() => database?.close());

function run(name: string, args: string[], switches: Record<string, string> = {}) {
  const command = commands.find((candidate) => candidate.name === name);
  if (command?.needs !== 'database') throw new Error(`no command ${name}`);
  return command.run({ args, json: true, switches }, ctx);
}

const mine = { source: 'siem', rule: 'AN1520', until: '3d' };

test('a snooze is added, listed with what it held back, and ended', async () => {
  const added = await run('snooze add', ['customer migration, ticket 8812'], {
    ...mine,
    person: 'Mara.Ito@northwind.example',
  });
  const { id } = added.data as { id: string };
  expect(added.data).toMatchObject({ about: 'AN1520 from siem about mara.ito' });
  const subject = { email: 'mara.ito@northwind.example', ids: {} };
  const caseId = await openedCase(ctx, { subject, rule: { techniques: [], analytics: ['AN1520'] } });
  expect(await caseRow(ctx, caseId)).toMatchObject({ hold: 'snooze' });
  expect((await run('snooze list', [])).data).toMatchObject([
    { id, state: 'standing', person: 'email:mara.ito@northwind.example', held: { cases: 1, detections: 1, posted: 0 } },
  ]);
  const shown = await run('cases show', [String(caseId)]);
  expect(shown.lines.join('\n')).toContain('customer migration, ticket 8812');
  expect((await run('cases list', [])).lines.join('\n')).toContain('(snooze)');
  expect((await run('snooze end', [id, 'done'])).lines.join()).toContain(`${id} has ended`);
  expect((await run('snooze list', [])).data).toMatchObject([{ state: 'ended' }]);
});

test('an app is named with its product', async () => {
  const { data } = await run('snooze add', ['why'], {
    source: 'siem',
    app: 'Salesforce:My Ticket Portal',
    until: '1h',
  });
  const [first] = (await run('snooze list', [])).data as { id: string; app: string }[];
  expect([first?.id, first?.app]).toEqual([(data as { id: string }).id, 'app:salesforce:my ticket portal']);
});

test.each<[string, string[], Record<string, string>, string]>([
  ['no reason', [], mine, 'no-reason'],
  ['a reason without quotes', ['customer', 'migration'], mine, 'wrong-use'],
  ['no end', ['x'], { source: 'siem', rule: 'AN1520' }, 'wrong-use'],
  ['31 days', ['x'], { ...mine, until: '31d' }, 'too-long'],
  ['a whole source', ['x'], { source: 'siem', until: '1d' }, 'too-wide'],
  ['no source', ['x'], { rule: 'AN1520', until: '1d' }, 'unknown-source'],
])('%s is refused', async (_, args, switches, code) => {
  await expect(run('snooze add', args, switches)).rejects.toMatchObject({ code });
});

test('nobody snoozes what is about their own account, by whichever of their addresses', async () => {
  const person = crypto.randomUUID();
  const keys = [`email:${userInfo().username}@northwind.example`, 'okta:00uSELF', 'email:alias@northwind.example'];
  await ctx.db
    .insertInto('identities')
    .values(keys.map((key) => ({ key, person, said_by: 'okta' })))
    .execute();
  for (const one of ['okta:00uSELF', 'alias@northwind.example'])
    await expect(run('snooze add', ['x'], { ...mine, person: one })).rejects.toMatchObject({ code: 'concerned' });
});

test.each(['', 'x', 'SNOOZE-'])('%j is no snooze', async (word) => {
  await expect(run('snooze end', [word, 'x'])).rejects.toMatchObject({ code: 'wrong-use' });
});

test('a canary that finds no door stops there, and says so', async () => {
  const answer = await run('canary send', [], { url: 'http://127.0.0.1:9' });
  expect(answer).toMatchObject({ code: 1, data: { cameThrough: false, stoppedAt: 'door', source: 'siem' } });
  expect(answer.lines.join('\n')).toContain('Not proven');
  await expect(run('canary send', [], { url: 'nowhere' })).rejects.toMatchObject({ code: 'wrong-use' });
});
