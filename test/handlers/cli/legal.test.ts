import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '#handlers/cli/index.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { scoredCase } from '#test/helpers/seed.ts';

const as = 'lea.martin@northwind.example';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database, { legal: { regimes: ['gdpr'], quorum: 1 } });
});
afterAll(() => database?.close());

async function run(name: string, args: string[], switches = {}) {
  const command = commands.find((candidate) => candidate.name === name);
  if (command?.needs !== 'database') throw new Error(`no command ${name}`);
  return command.run({ args, json: false, switches }, ctx);
}
const personal = { objects: [{ name: 'Contact' }], counts: [{ what: 'records', count: 41_250 }] };

describe('cordon legal', () => {
  test('sets, decides, holds and lifts by the word of somebody in legal; the journal names who typed it', async () => {
    const id = await scoredCase(ctx, personal);
    const set = await run('legal set', [`CASE-${id}`, 'aware', '2026-11-22 10:20', 'Log read'], { as });
    expect(set.lines[0]).toBe('"aware" is set to 2026-11-22T09:20:00.000Z.');
    expect(set.lines.join('\n')).toContain('would be due 2026-11-25T09:20:00.000Z (72 hours after awareness)');
    await run('legal decide', [`${id}`, 'gdpr', 'not-yet', 'Waiting for the field list'], { as: 'lea.martin' });
    const held = await run('legal hold', [`${id}`, 'Proceedings are likely'], { as });
    expect(held.lines.join('\n')).toContain('Under a legal hold since');

    const shown = await run('cases show', [`${id}`]);
    const lines = shown.lines.join('\n');
    expect(lines).toContain('GDPR Art. 33/34: not yet, decided');
    expect(lines).toContain('Personal data was probably read: 41,250 Contact records');
    expect(shown.data).toMatchObject({
      legal: { moments: [{ moment: 'aware' }], hold: { by: 'Lea Martin' }, proposals: [{ regime: 'gdpr' }, {}] },
    });
    expect((await run('legal lift', [`${id}`, 'Settled'], { as })).lines.join('\n')).toContain(
      'Not under a legal hold.',
    );
    const entry = await ctx.db
      .selectFrom('journal_entries')
      .select(['actor', 'detail'])
      .where('case_id', '=', id)
      .where('what', '=', 'legal.moment-set')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ actor: { kind: 'cli' }, detail: { by: 'Lea Martin', person: as } });
  });

  test.each([
    [
      'somebody who is not in legal',
      ['1', 'aware', '2026-11-22 10:20', 'why'],
      { as: 'noor.haddad@northwind.example' },
      'wrong-role',
    ],
    ['nobody at all', ['1', 'aware', '2026-11-22 10:20', 'why'], { as: '' }, 'wrong-role'],
    ['a missing reason', ['1', 'aware', '2026-11-22 10:20'], { as }, 'wrong-use'],
    ['a time nobody can read', ['1', 'aware', 'yesterday', 'why'], { as }, 'wrong-use'],
  ])('refuses %s', async (_, args, switches, code) => {
    await scoredCase(ctx, personal);
    await expect(run('legal set', args, switches)).rejects.toMatchObject({ code });
  });

  test('shows nothing about legal where there is no personal data and no record', async () => {
    const id = await scoredCase(ctx);
    expect((await run('cases show', [`${id}`])).lines).not.toContain('Legal');
  });
});
