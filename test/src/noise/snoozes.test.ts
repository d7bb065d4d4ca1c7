import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergeCases } from '#src/cases/merge.ts';
import { takeCase } from '#src/cases/take.ts';
import type { Detection } from '#src/detections/detection.ts';
import { endSnooze, expireSnooze } from '#src/noise/end-snooze.ts';
import { listSnoozes } from '#src/noise/list-snoozes.ts';
import { type SettingSnooze, setSnooze } from '#src/noise/set-snooze.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  actor,
  arrive,
  caseRow,
  detectionOf,
  enrich,
  openedCase,
  pass,
  scoredCase,
  story,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ctx = createTestContext(database);
  // The clock of the test is the company's; a snooze ends by the database's.
  ctx.clock = { ...ctx.clock, now: () => new Date() };
  await ctx.db.updateTable('snoozes').set({ ended_at: new Date(), due_at: null }).execute();
});
afterAll(() => database?.close());

const RULE = { uid: 'R-7', techniques: [], analytics: ['AN1520'] };
const DAYS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAYS);

const set = (more: Partial<SettingSnooze> = {}) =>
  setSnooze(ctx, {
    scope: { source: 'siem', rule: 'an1520', person: null, app: null },
    about: 'AN1520 from siem',
    until: inDays(3),
    reason: 'customer migration, ticket 8812',
    by: { name: 'Noor Haddad', key: 'email:noor.haddad@northwind.example' },
    actor,
    ...more,
  });

const noticeOf = async (id: string | undefined) => {
  const { channel, recipient, case_id, detail } = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', id ?? '')
    .executeTakeFirstOrThrow();
  return { channel, recipient, case_id, ...(detail as { what: string; detail: object }) };
};

const open = (more: Partial<Detection> = {}) => openedCase(ctx, { rule: RULE, ...more });
const cardOf = (caseId: number) => queueMessages(ctx, { caseId, story: STORY });

test('setting one is told in the channel once and is on the record', async () => {
  const { id, notices } = await set();
  expect(notices).toHaveLength(1);
  expect(await noticeOf(notices[0])).toMatchObject({
    channel: 'C0TRIAGE01',
    recipient: null,
    case_id: null,
    what: 'snooze.set',
    detail: { code: `SNOOZE-${id}`, about: 'AN1520 from siem', reason: 'customer migration, ticket 8812' },
  });
  const [entry] = await ctx.db.selectFrom('journal_entries').selectAll().where('what', '=', 'snooze.set').execute();
  expect(entry).toMatchObject({ refs: { snooze: String(id) }, detail: { rule: 'an1520', source: 'siem' } });
});

test.each<[string, Partial<SettingSnooze>, string]>([
  ['without a reason', { reason: '  ' }, 'no-reason'],
  ['into the past', { until: new Date(Date.now() - 1000) }, 'in-the-past'],
  ['for longer than 30 days', { until: inDays(30.1) }, 'too-long'],
  ['until no moment', { until: new Date(Number.NaN) }, 'in-the-past'],
  ['of a whole source', { scope: { source: 'siem', rule: null, person: null, app: null } }, 'too-wide'],
  ['of a source nobody has', { scope: { source: 'x', rule: 'r', person: null, app: null } }, 'unknown-source'],
])('%s it is refused', async (_, more, code) => {
  await expect(set(more)).rejects.toMatchObject({ code });
});

describe('a detection that fits', () => {
  test('opens its case without a card, and the case says why', async () => {
    const { id } = await set();
    const caseId = await open();
    await enrich(ctx, caseId);
    const row = await caseRow(ctx, caseId);
    expect(row).toMatchObject({ hold: 'snooze', snooze_id: id, quiet: false, scored_round: 1, prepare_at: null });
    expect(row.hold_because).toMatch(
      /^Snoozed by Noor Haddad until 20\d\d-.*Z \(AN1520 from siem\): customer migration, ticket 8812$/,
    );
    expect(await cardOf(caseId)).toEqual([]);
    expect((await story(ctx, caseId)).slice(0, 2)).toEqual(['case.opened', 'case.held']);
  });

  test('is posted when it is critical', async () => {
    await set();
    const caseId = await open({ severity: 'critical' });
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold: null, snooze_id: null });
  });

  test('is posted when its score is critical', async () => {
    await set();
    const caseId = await open();
    ctx.acme.faults.ask = [() => Promise.reject(new Error('away'))];
    await ctx.db
      .updateTable('detections')
      .set({ body: JSON.stringify(detectionOf({ rule: RULE, severity: 'critical' })) })
      .where('case_id', '=', caseId)
      .execute();
    await enrich(ctx, caseId);
    const row = await caseRow(ctx, caseId);
    expect(row).toMatchObject({ severity: 'critical', hold: null, prepare_at: expect.any(Date) });
    expect(await cardOf(caseId)).not.toEqual([]);
    expect(await story(ctx, caseId)).toContain('case.released');
  });

  test('is posted when it is about whoever set the snooze', async () => {
    await set();
    const caseId = await open({ subject: { email: 'Noor.Haddad@northwind.example', ids: {} } });
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold: null });
  });

  test('is posted after the snooze is over, even when nobody has ended it yet', async () => {
    await set({ until: inDays(1) });
    await pass(ctx.db, 1.01 * 24 * 3600);
    expect(await caseRow(ctx, await open())).toMatchObject({ hold: null });
  });

  test('by a person is recognised by what a directory says of them', async () => {
    const person = crypto.randomUUID();
    const rows = ['email:late@northwind.example', 'okta:00uLATE'].map((key) => ({ key, person, said_by: 'okta' }));
    await ctx.db.insertInto('identities').values(rows).execute();
    await set({ scope: { source: 'siem', rule: null, person: 'email:late@northwind.example', app: null } });
    const caseId = await openedCase(ctx, { subject: { ids: { okta: '00uLATE' } } });
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold: 'snooze' });
  });
});

describe('a held case', () => {
  const person = () => ({ subject: { email: `${crypto.randomUUID()}@northwind.example`, ids: {} } });

  test.each<[string, Partial<Detection>, string | null]>([
    ['stays so when one joins that is snoozed as well', { rule: RULE }, 'snooze'],
    ['is posted when one joins that is not', {}, null],
    ['is posted when a critical one joins', { rule: RULE, severity: 'critical' }, null],
  ])('%s', async (_, more, hold) => {
    await set();
    const who = person();
    const caseId = await open(who);
    expect(await arrive(ctx, detectionOf({ ...who, ...more }))).toMatchObject({ outcome: 'joined', caseId });
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold });
  });

  test('is posted when somebody takes it', async () => {
    await set();
    const caseId = await open();
    await takeCase(ctx, { caseId, by: { name: 'Sam', slackUser: 'U1' }, actor });
    expect(await caseRow(ctx, caseId)).toMatchObject({ hold: null, prepare_at: expect.any(Date) });
    expect(await cardOf(caseId)).not.toEqual([]);
  });

  test('is posted when one that has a card becomes part of it', async () => {
    await set();
    const held = await open();
    const shown = await scoredCase(ctx);
    await mergeCases(ctx, { from: shown, into: held, because: 'one story', actor, rules: { playbooks: [] } });
    expect(await caseRow(ctx, held)).toMatchObject({ hold: null });
    expect(await story(ctx, held)).toContain('case.released');
  });
});

describe('the end of a snooze', () => {
  test('says what it held back, in cases and detections, and what was posted after all', async () => {
    const { id } = await set({ until: inDays(1) });
    const who = { subject: { email: `${crypto.randomUUID()}@northwind.example`, ids: {} } };
    await open(who);
    await arrive(ctx, detectionOf({ ...who, rule: RULE }));
    await takeCase(ctx, { caseId: await open(), by: { name: 'Sam', slackUser: 'U1' }, actor });
    expect((await expireSnooze(ctx, { id, actor })).notices).toEqual([]);
    await pass(ctx.db, 1.01 * 24 * 3600);
    const [first, again] = await Promise.all([expireSnooze(ctx, { id, actor }), expireSnooze(ctx, { id, actor })]);
    const notices = [...first.notices, ...again.notices];
    expect(notices).toHaveLength(1);
    expect(await noticeOf(notices[0])).toMatchObject({
      what: 'snooze.ended',
      detail: { code: `SNOOZE-${id}`, reason: null, cases: 2, detections: 3, posted: 1 },
    });
  });

  test('can come early, with a reason, once', async () => {
    const { id } = await set();
    await expect(endSnooze(ctx, { id, reason: ' ', actor })).rejects.toMatchObject({ code: 'no-reason' });
    const { notices } = await endSnooze(ctx, { id, reason: 'the migration is done', actor });
    expect(await noticeOf(notices[0])).toMatchObject({ detail: { reason: 'the migration is done', cases: 0 } });
    await expect(endSnooze(ctx, { id, reason: 'again', actor })).rejects.toMatchObject({ code: 'not-snoozed' });
    expect(await caseRow(ctx, await open())).toMatchObject({ hold: null });
    expect((await listSnoozes(ctx))[0]).toMatchObject({ id: `SNOOZE-${id}`, state: 'ended', held: { cases: 0 } });
  });
});
