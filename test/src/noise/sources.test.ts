import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '#src/config/schema.ts';
import { issueCanary } from '#src/noise/issue-canary.ts';
import { tellLimited } from '#src/noise/tell-limited.ts';
import { watchSources } from '#src/noise/watch-sources.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, arrive, detectionOf, pass, somebody } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  habits({});
  await sql`truncate deliveries, detections, cases, canaries, messages, source_watches cascade`.execute(ctx.db);
});
afterAll(() => database?.close());

type Source = Config['sources'][string];

/** One source only, with these habits. */
function habits(more: Partial<Source>) {
  const { siem } = ctx.config.sources;
  if (!siem) throw new Error('the example has it');
  ctx.config = { ...ctx.config, sources: { siem: { ...siem, ...more } } };
}

/** Deliveries so many minutes ago. */
const delivered = async (...minutesAgo: number[]) => {
  for (const minutes of minutesAgo)
    await sql`
      insert into deliveries (source, dedupe_key, content_type, body, received_at, due_at)
      values ('siem', ${crypto.randomUUID()}, 'application/json', '', now() - make_interval(secs => ${minutes * 60}), null)`.execute(
      ctx.db,
    );
};
const every = (minutes: number, count: number, since = 0) =>
  Array.from({ length: count }, (_, index) => since + index * minutes);
const watch = () => watchSources(ctx, actor);
const told = async () => {
  const rows = await ctx.db.selectFrom('messages').selectAll().orderBy('created_at').execute();
  return rows.map(({ channel, recipient, detail }) => {
    const { what, detail: facts } = detail as { what: string; detail: object };
    return { to: recipient ?? channel, what, ...facts };
  });
};

describe('a source that says after how long it is silent', () => {
  beforeEach(() => habits({ quiet_after_minutes: 30 }));

  test('is silent then, once, and back, once', async () => {
    await delivered(29);
    expect(await watch()).toEqual([]);
    await pass(ctx.db, 120);
    expect(await watch()).toHaveLength(1);
    expect(await watch()).toEqual([]);
    await pass(ctx.db, 3600);
    expect(await watch()).toEqual([]);
    await delivered(0);
    expect(await watch()).toHaveLength(1);
    expect(await watch()).toEqual([]);
    expect(await told()).toMatchObject([
      { to: 'C0TRIAGE01', what: 'source.silent', source: 'siem', minutes: 31, usual: 30, by: 'set', ever: true },
      { to: 'C0TRIAGE01', what: 'source.back', source: 'siem' },
    ]);
  });

  test('falls silent a second time', async () => {
    await delivered(40);
    await watch();
    await delivered(0);
    await watch();
    await pass(ctx.db, 40 * 60);
    expect(await watch()).toHaveLength(1);
    expect((await told()).map(({ what }) => what)).toEqual(['source.silent', 'source.back', 'source.silent']);
  });

  test('is silent as well when nothing has ever arrived', async () => {
    expect(await watch()).toEqual([]);
    await pass(ctx.db, 31 * 60);
    await watch();
    expect(await told()).toMatchObject([{ what: 'source.silent', ever: false }]);
  });

  test('is not brought back by a canary', async () => {
    await delivered(40);
    await watch();
    const { body } = await issueCanary(ctx, { source: 'siem', actor });
    const { finding_info: info } = JSON.parse(body.toString());
    const { deliveryId } = await arrive(ctx, detectionOf({ senderUid: info.uid }));
    await ctx.db.updateTable('canaries').set({ delivery_id: deliveryId }).execute();
    expect(await watch()).toEqual([]);
  });

  test('is looked at by two workers at once, and told once', async () => {
    await delivered(40);
    const found = await Promise.all([watch(), watch(), watch()]);
    expect(found.flat()).toHaveLength(1);
  });
});

describe('without it, what is usual is learned', () => {
  test.each([
    ['five gaps of the usual kind', every(20, 30, 79), 0],
    ['four times the usual gap', every(20, 30, 81), 1],
    ['an hour, for a source that never rests', every(1, 30, 59), 0],
    ['more than an hour', every(1, 30, 61), 1],
    ['any time, while fewer than 20 deliveries are known', every(1, 19, 600), 0],
    ['any time, where they are older than 14 days', every(1, 30, 15 * 24 * 60), 0],
  ])('%s', async (_, minutesAgo, notices) => {
    await delivered(...minutesAgo);
    expect(await watch()).toHaveLength(notices);
  });

  test('a source nobody has heard of is none', async () => {
    await pass(ctx.db, 24 * 3600);
    expect(await watch()).toEqual([]);
  });
});

test('whoever answers for the source is told in person', async () => {
  habits({ quiet_after_minutes: 30, owner: 'ana.lima@northwind.example' });
  await delivered(40);
  await watch();
  expect(await told()).toMatchObject([{ to: somebody.finance, what: 'source.silent' }]);
});

test('a source that sends too much: one notice an hour, over all servers', async () => {
  const tell = () => tellLimited(ctx, { source: 'siem', perMinute: 600 });
  const first = await Promise.all([tell(), tell(), tell()]);
  expect(first.filter(Boolean)).toHaveLength(1);
  await pass(ctx.db, 59 * 60);
  expect(await tell()).toBeUndefined();
  await pass(ctx.db, 61);
  expect(await tell()).toEqual(expect.any(String));
  expect(await told()).toMatchObject([
    { to: 'C0TRIAGE01', what: 'source.limited', perMinute: 600 },
    { what: 'source.limited' },
  ]);
});
