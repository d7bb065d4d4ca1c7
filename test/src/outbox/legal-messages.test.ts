import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mergeCases } from '#src/cases/merge.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { setMoment } from '#src/legal/set-moment.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { drawMessage } from '#src/slack/draw-message.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, openedCase, scoredCase } from '#test/helpers/seed.ts';

const lea = 'U0DEMO0006';
const personal = { objects: [{ name: 'Contact' }], counts: [{ what: 'records', count: 41_250 }] };

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database, { legal: { regimes: ['gdpr', 'sec-8k'], quorum: 1 } });
});
afterAll(() => database?.close());

const queue = (caseId: number) => queueMessages(ctx, { caseId, story: STORY });
const legalTo = (caseId: number) =>
  ctx.db
    .selectFrom('messages')
    .select(['kind', 'detail', 'recipient', 'wanted', 'due_at'])
    .where('case_id', '=', caseId)
    .where('kind', '=', 'legal')
    .execute();
const sendAll = () =>
  ctx.db
    .updateTable('messages')
    .set((eb) => ({ due_at: null, sent: eb.ref('wanted'), ts: '1' }))
    .execute();
const drawn = async (caseId: number) => {
  const [message] = await legalTo(caseId);
  return message && drawMessage(message, await loadCaseView(ctx, caseId), undefined, ctx.config.legal);
};
const aware = (caseId: number) =>
  setMoment(ctx, { caseId, slackUser: lea, moment: 'aware', at: new Date('2026-11-22T09:20:00Z'), reason: 'Log read' });

describe("legal's message", () => {
  test('goes to legal once the case is weighed, and its text alone tells all', async () => {
    const caseId = await scoredCase(ctx, personal);
    await queue(caseId);
    await queue(caseId);
    expect((await legalTo(caseId)).map(({ recipient }) => recipient)).toEqual([lea]);
    const { text } = (await drawn(caseId)) ?? { text: '' };
    for (const words of [
      'Personal data was probably read: 41,250 Contact records.',
      'How many people and where they live is not known.',
      'Nothing is decided.',
      'Cordon sets no moment, decides nothing and sends no notification. If nobody answers, it stays as it is.',
      'You can set a moment, open the scope, decide, or place a legal hold.',
    ])
      expect(text).toContain(words);
  });

  test('is drawn anew when a moment is set, with the clock that starts', async () => {
    const caseId = await scoredCase(ctx, personal);
    await queue(caseId);
    await sendAll();
    await aware(caseId);
    await queue(caseId);
    expect(await legalTo(caseId)).toMatchObject([{ due_at: expect.any(Date) }]);
    const card = await drawn(caseId);
    expect(card?.text).toContain(
      'GDPR Art. 33/34, Notification to the supervisory authority: would be due <!date^1795598400^',
    );
    expect(JSON.stringify(card?.blocks)).toContain('is not set. If');
  });

  test('is not sent for a supplier, before the case is weighed, or when it is quiet or held', async () => {
    const supplier = await scoredCase(ctx, { objects: [{ name: 'Vendor' }] });
    const fresh = await openedCase(ctx, personal);
    const held = await scoredCase(ctx, personal);
    await ctx.db.updateTable('cases').set({ hold: 'storm' }).where('id', '=', held).execute();
    const quiet = await scoredCase(ctx, personal);
    await ctx.db.updateTable('cases').set({ quiet: true }).where('id', '=', quiet).execute();
    for (const caseId of [supplier, fresh, held, quiet]) {
      await queue(caseId);
      expect(await legalTo(caseId)).toEqual([]);
    }
  });

  test('is not sent to somebody the case is about', async () => {
    const caseId = await scoredCase(ctx, { ...personal, actor: { email: 'lea.martin@northwind.example', ids: {} } });
    await queue(caseId);
    expect(await legalTo(caseId)).toEqual([]);
  });

  test('says where a merged case goes on, without buttons', async () => {
    const [from, into] = [await scoredCase(ctx, personal), await scoredCase(ctx)];
    await queue(from);
    const merged = await mergeCases(ctx, { from, into, because: 'One attack', actor, rules: { playbooks: [] } });
    await queue(merged.from);
    const card = await drawn(merged.from);
    expect(card?.text).toContain(`is part of CASE-${merged.into} now`);
    expect(JSON.stringify(card?.blocks)).not.toContain('button');
  });

  test('says that no clock is proposed where no regime is configured', async () => {
    ctx.config = { ...ctx.config, legal: { regimes: [], quorum: 1 } };
    const caseId = await scoredCase(ctx, personal);
    await queue(caseId);
    const card = JSON.stringify((await drawn(caseId))?.blocks);
    expect(card).toContain('legal.regimes in cordon.yaml is empty');
    expect(card).not.toContain('Decide…');
  });
});
