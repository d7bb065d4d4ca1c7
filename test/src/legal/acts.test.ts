import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exportEvidence } from '#src/cases/export-evidence.ts';
import { mergeCases } from '#src/cases/merge.ts';
import { loadCaseView } from '#src/cases/view.ts';
import type { LegalSettings } from '#src/config/legal.ts';
import { verifyPack } from '#src/journal/evidence-pack.ts';
import { decideNotification } from '#src/legal/decide-notification.ts';
import { liftHold } from '#src/legal/lift-hold.ts';
import { placeHold } from '#src/legal/place-hold.ts';
import { setMoment } from '#src/legal/set-moment.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { createTestContext, exampleConfig, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, detectionOf, scoredCase, somebody, story } from '#test/helpers/seed.ts';

const lea = 'U0DEMO0006';
const omar = { name: 'Omar Diaz', slack: 'U0DEMO0060', email: 'omar.diaz@northwind.example' };
const legal: LegalSettings = { regimes: ['gdpr', 'sec-8k'], quorum: 1 };

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database, { legal });
});
afterAll(() => database?.close());

const personal = () => detectionOf({ objects: [{ name: 'Contact' }], counts: [{ what: 'records', count: 41_250 }] });
const at = new Date('2026-11-22T09:20:00Z');
const say = (caseId: number, more = {}) => ({ caseId, slackUser: lea, reason: 'I read the log', ...more });
const decide = (caseId: number, choice: string, more = {}) =>
  decideNotification(ctx, { ...say(caseId), regime: 'gdpr', choice, ...more });
/** Two people in legal, who have to agree. */
const withTwo = () => {
  ctx.config = {
    ...ctx.config,
    legal: { ...legal, quorum: 2 },
    roles: { ...exampleConfig.roles, legal: { ...exampleConfig.roles.legal, deputies: [omar] } },
  };
};

describe('a moment', () => {
  test('is set with who, when and why; a later setting supersedes it and the journal keeps both', async () => {
    const caseId = await scoredCase(ctx);
    await setMoment(ctx, { ...say(caseId), moment: 'aware', at });
    const later = new Date('2026-11-22T08:00:00Z');
    await setMoment(ctx, { ...say(caseId, { reason: 'The call was earlier' }), moment: 'aware', at: later });
    const { legal: record } = await loadCaseView(ctx, caseId);
    expect(record.moments).toMatchObject([
      { moment: 'aware', at: later.toISOString(), by: 'Lea Martin', reason: 'The call was earlier' },
    ]);
    const entries = await ctx.db
      .selectFrom('journal_entries')
      .select(['actor', 'detail'])
      .where('case_id', '=', caseId)
      .where('what', '=', 'legal.moment-set')
      .orderBy('id')
      .execute();
    expect(entries).toMatchObject([
      { actor: { user: lea }, detail: { at: at.toISOString(), was: null, reason: 'I read the log' } },
      { detail: { at: later.toISOString(), was: at.toISOString() } },
    ]);
  });

  test.each([
    ['still ahead', { at: new Date('2026-11-22T09:20:01Z') }, 'in-the-future'],
    ['no time', { at: new Date('never') }, 'no-time'],
    ['one nobody knows', { moment: 'noticed' }, 'unknown-moment'],
    ['without a reason', { reason: '  ' }, 'no-reason'],
    ['by security', { slackUser: somebody.security }, 'wrong-role'],
    ['by a stranger', { slackUser: somebody.nobody }, 'wrong-role'],
  ])('is refused when it is %s', async (_, more, code) => {
    const caseId = await scoredCase(ctx);
    const input = { ...say(caseId), moment: 'aware', at, ...more };
    await expect(setMoment(ctx, input)).rejects.toMatchObject({ code });
    expect((await loadCaseView(ctx, caseId)).legal.moments).toEqual([]);
  });

  test('is not set by anybody the case is about, nor by a guest, nor is anything else', async () => {
    const about = await scoredCase(ctx, { target: { email: 'lea.martin@northwind.example', ids: {} } });
    const acts = (caseId: number) => [
      setMoment(ctx, { ...say(caseId), moment: 'aware', at }),
      decide(caseId, 'notify'),
      placeHold(ctx, say(caseId)),
      liftHold(ctx, say(caseId)),
    ];
    for (const act of await Promise.allSettled(acts(about)))
      expect(act).toMatchObject({ reason: { code: 'concerned' } });
    const other = await scoredCase(ctx);
    ctx.standings.set(lea, { guest: true });
    for (const act of await Promise.allSettled(acts(other))) expect(act).toMatchObject({ reason: { code: 'guest' } });
    expect((await story(ctx, about)).filter((what) => /^(legal|hold)\./.test(what))).toEqual([]);
  });
});

describe('a decision', () => {
  test('is on record with its reason and what was proposed then; an update goes on from it', async () => {
    const caseId = await scoredCase(ctx);
    await setMoment(ctx, { ...say(caseId), moment: 'aware', at });
    expect(await decide(caseId, 'not-yet')).toEqual({ decided: true, missing: 0 });
    expect(await decide(caseId, 'notify', { reason: 'Confirmed with the vendor' })).toMatchObject({ decided: true });
    const { decisions } = (await loadCaseView(ctx, caseId)).legal;
    expect(decisions).toMatchObject([
      { regime: 'gdpr', choice: 'not-yet', follows: null, votes: [{ name: 'Lea Martin', reason: 'I read the log' }] },
      { regime: 'gdpr', choice: 'notify', follows: decisions[0]?.id },
    ]);
    const entry = await ctx.db
      .selectFrom('journal_entries')
      .select('detail')
      .where('case_id', '=', caseId)
      .where('what', '=', 'legal.decided')
      .orderBy('id')
      .executeTakeFirstOrThrow();
    expect(entry.detail).toMatchObject({ proposals: [{ clock: 'authority', dueAt: '2026-11-25T09:20:00.000Z' }, {}] });
  });

  test('takes as many different people as the quorum asks for, saying the same', async () => {
    withTwo();
    const caseId = await scoredCase(ctx);
    expect(await decide(caseId, 'notify')).toEqual({ decided: false, missing: 1 });
    expect(await decide(caseId, 'notify')).toEqual({ decided: false, missing: 1 });
    expect(await decide(caseId, 'not-notify', { slackUser: omar.slack })).toEqual({ decided: false, missing: 1 });
    expect((await loadCaseView(ctx, caseId)).legal.decisions).toMatchObject([{ choice: null, decidedAt: null }]);
    expect(await decide(caseId, 'notify', { slackUser: omar.slack })).toEqual({ decided: true, missing: 0 });
    expect((await loadCaseView(ctx, caseId)).legal.decisions).toMatchObject([{ choice: 'notify' }]);
  });

  test('does not count somebody who is no longer in legal', async () => {
    withTwo();
    const caseId = await scoredCase(ctx);
    await decide(caseId, 'notify', { slackUser: omar.slack });
    ctx.config = { ...ctx.config, roles: exampleConfig.roles };
    expect(await decide(caseId, 'notify')).toEqual({ decided: false, missing: 1 });
  });

  test('does not count somebody whose say is suspended', async () => {
    withTwo();
    const caseId = await scoredCase(ctx);
    await decide(caseId, 'notify', { slackUser: omar.slack });
    const suspended = { person: omar.email, because: 'Somebody else used the account', case_id: caseId };
    await ctx.db.insertInto('suspensions').values(suspended).execute();
    expect(await decide(caseId, 'notify')).toEqual({ decided: false, missing: 1 });
    await ctx.db.deleteFrom('suspensions').execute();
  });

  test('by two at once is one decision', async () => {
    withTwo();
    const caseId = await scoredCase(ctx);
    const both = await Promise.all([decide(caseId, 'notify'), decide(caseId, 'notify', { slackUser: omar.slack })]);
    expect(both.filter(({ decided }) => decided)).toHaveLength(1);
    expect((await loadCaseView(ctx, caseId)).legal.decisions).toHaveLength(1);
  });

  test.each([
    [{ regime: 'nis2' }, 'unknown-regime'],
    [{ choice: 'yes' }, 'unknown-choice'],
    [{ reason: '' }, 'no-reason'],
  ])('%j is refused', async (more, code) => {
    const caseId = await scoredCase(ctx);
    await expect(decide(caseId, 'notify', more)).rejects.toMatchObject({ code });
  });
});

describe('a legal hold', () => {
  const TABLES = ['messages', 'query_runs', 'detections'] as const;
  const deleteFrom = (table: (typeof TABLES)[number], caseId: number) =>
    ctx.db.deleteFrom(table).where('case_id', '=', caseId).execute();

  test('refuses every deletion of what the case holds, until it is lifted', async () => {
    const caseId = await scoredCase(ctx);
    const free = await scoredCase(ctx);
    for (const id of [caseId, free]) await queueMessages(ctx, { caseId: id, story: STORY });
    await placeHold(ctx, say(caseId));
    for (const table of TABLES)
      await expect(deleteFrom(table, caseId)).rejects.toThrow(`CASE-${caseId} is under a legal hold`);
    const deliveries = sql`(select delivery_id from detections where case_id = ${caseId})`;
    await expect(sql`delete from deliveries where id in ${deliveries}`.execute(ctx.db)).rejects.toThrow('legal hold');
    const links = sql`delete from delivery_detections where delivery_id in ${deliveries}`;
    await expect(links.execute(ctx.db)).rejects.toThrow('legal hold');
    await expect(ctx.db.deleteFrom('legal_holds').execute()).rejects.toThrow('legal hold');
    for (const table of [...TABLES, 'deliveries'])
      await expect(sql`truncate ${sql.table(table)} cascade`.execute(ctx.db)).rejects.toThrow('legal hold');
    await deleteFrom('messages', free);
    await expect(placeHold(ctx, say(caseId))).rejects.toMatchObject({ code: 'already-held' });

    await liftHold(ctx, say(caseId, { reason: 'Settled' }));
    await deleteFrom('messages', caseId);
    expect((await loadCaseView(ctx, caseId)).legal.hold).toBeNull();
    await expect(liftHold(ctx, say(caseId))).rejects.toMatchObject({ code: 'not-held' });
    expect((await story(ctx, caseId)).filter((what) => what.startsWith('hold.'))).toEqual([
      'hold.placed',
      'hold.lifted',
    ]);
  });

  test('goes with a case that becomes part of another, and is lifted there', async () => {
    const [from, into] = [await scoredCase(ctx), await scoredCase(ctx)];
    await placeHold(ctx, say(from));
    const merged = await mergeCases(ctx, { from, into, because: 'One attack', actor, rules: { playbooks: [] } });
    await expect(deleteFrom('query_runs', merged.into)).rejects.toThrow('legal hold');
    await expect(deleteFrom('query_runs', merged.from)).rejects.toThrow('legal hold');
    expect((await loadCaseView(ctx, merged.into)).legal.hold).toMatchObject({ by: 'Lea Martin' });
    await expect(setMoment(ctx, { ...say(merged.from), moment: 'aware', at })).rejects.toMatchObject({
      code: 'merged',
    });
    await liftHold(ctx, say(merged.into));
    await deleteFrom('query_runs', merged.from);
  });
});

test('the evidence pack holds moments, decisions, the hold and who put them on record', async () => {
  const caseId = await scoredCase(ctx, personal());
  await setMoment(ctx, { ...say(caseId), moment: 'aware', at });
  await decide(caseId, 'notify');
  await placeHold(ctx, say(caseId));
  const pack = await exportEvidence(ctx, caseId, actor);
  expect(verifyPack(pack)).toMatchObject({ ok: true });
  expect(pack.view).toMatchObject({
    legal: {
      moments: [{ moment: 'aware' }],
      decisions: [{ choice: 'notify' }],
      hold: { by: 'Lea Martin', reason: 'I read the log' },
    },
  });
  expect(pack.entries.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['legal.moment-set', 'legal.decided', 'hold.placed']),
  );
});
