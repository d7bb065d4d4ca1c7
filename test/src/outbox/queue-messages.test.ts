import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { takeCase } from '#src/cases/take.ts';
import { loadCaseView } from '#src/cases/view.ts';
import { loadStoryEntry } from '#src/journal/load-story-entry.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { decideStep } from '#src/response/decide-step.ts';
import { drawQuestion } from '#src/slack/question.ts';
import { STORY } from '#src/slack/thread-line.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  actor,
  arrive,
  aTransfer,
  detectionOf,
  enrich,
  openedCase,
  plannedCase,
  scoredCase,
  somebody,
  stepOf,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const queue = (caseId: number) => queueMessages(ctx, { caseId, story: STORY });
const messages = (caseId: number) =>
  ctx.db.selectFrom('messages').selectAll().where('case_id', '=', caseId).orderBy('created_at').execute();
/** Whom the case has asked. */
const recipients = async (caseId: number) =>
  (await messages(caseId)).flatMap(({ kind, recipient }) => (kind === 'question' && recipient) || []).sort();

/** As if everything had been sent. */
const sendAll = (caseId: number) =>
  ctx.db
    .updateTable('messages')
    .set((eb) => ({ due_at: null, sent: eb.ref('wanted'), ts: '1' }))
    .where('case_id', '=', caseId)
    .execute();

test('a case needs its card and its findings, once, however often that is worked out', async () => {
  const caseId = await scoredCase(ctx);
  const first = await queue(caseId);
  expect(await Promise.all([queue(caseId), queue(caseId)])).toEqual([first, first]);
  expect((await messages(caseId)).map(({ key, channel }) => [key, channel])).toEqual([
    ['card', 'C0TRIAGE01'],
    ['findings', 'C0TRIAGE01'],
  ]);
  await sendAll(caseId);
  expect(await queue(caseId)).toEqual([]);
});

test('a case that is not scored yet has no findings, a quiet one nothing at all', async () => {
  const fresh = await openedCase(ctx);
  await queue(fresh);
  expect((await messages(fresh)).map(({ key }) => key)).toEqual(['card']);
  ctx.acme.rows = 3;
  const quiet = await scoredCase(ctx);
  expect(await queue(quiet)).toEqual([]);
  expect(await messages(quiet)).toEqual([]);
});

test('only what changed is sent again', async () => {
  const caseId = await plannedCase(ctx, { transfer: aTransfer() });
  await queue(caseId);
  await sendAll(caseId);
  await takeCase(ctx, { caseId, by: { name: 'Noor', slackUser: 'U1' }, actor });
  const due = await queue(caseId);
  const keys = (await messages(caseId)).filter(({ id }) => due.includes(id)).map(({ key }) => key.replace(/\d+/, 'n'));
  expect(keys).toEqual(['card', 'line:n']);
});

test('each entry that tells the story becomes one line, in its order', async () => {
  const person = { subject: { email: 'line@northwind.example', ids: {} } };
  const caseId = await scoredCase(ctx, person);
  await arrive(ctx, detectionOf(person));
  await enrich(ctx, caseId);
  await takeCase(ctx, { caseId, by: { name: 'Noor', slackUser: 'U1' }, actor });
  await queue(caseId);
  await queue(caseId);
  const lines = (await messages(caseId)).filter(({ kind }) => kind === 'line');
  const told = await Promise.all(lines.map(({ detail }) => loadStoryEntry(ctx, detail)));
  expect(told.map((entry) => entry?.what)).toEqual(['case.joined', 'case.taken']);
});

describe('a question outside security', () => {
  test('goes to everybody of its role in person, once each', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    await queue(caseId);
    await queue(caseId);
    expect(await recipients(caseId)).toEqual([somebody.finance, somebody.otherFinance]);
  });

  test('when nobody answered in time also goes to deputies; managers are told, without buttons', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const { id } = await stepOf(ctx, caseId, 'payment');
    await ctx.db.updateTable('steps').set({ escalated_at: new Date() }).where('id', '=', id).execute();
    await queue(caseId);
    expect(await recipients(caseId)).toEqual([
      somebody.finance,
      somebody.otherFinance,
      somebody.deputy,
      somebody.manager,
    ]);
    const view = await loadCaseView(ctx, caseId);
    const step = view.steps.find((candidate) => candidate.id === id);
    if (!step) throw new Error('the case has the step');
    const buttons = (reader: 'asked' | 'told') =>
      drawQuestion(view, step, reader).blocks.filter(({ type }) => type === 'actions').length;
    expect([buttons('asked'), buttons('told')]).toEqual([1, 0]);
    const told = await ctx.db
      .selectFrom('messages')
      .select('detail')
      .where('recipient', '=', somebody.manager)
      .execute();
    expect(told).toEqual([{ detail: { step: id, only: 'told' } }]);
  });

  test('nor to whom it was done to', async () => {
    const target = { email: 'ana.lima@northwind.example', ids: {} };
    const caseId = await plannedCase(ctx, { transfer: aTransfer(), target });
    await queue(caseId);
    expect(await recipients(caseId)).toEqual([somebody.otherFinance]);
  });

  test.each(['ana.lima@northwind.example', 'Ana.Lima@Northwind.example'])(
    'does not go to the person it is about (%s)',
    async (email) => {
      const caseId = await plannedCase(ctx, { transfer: aTransfer(), actor: { email, ids: {} } });
      await queue(caseId);
      expect(await recipients(caseId)).toEqual([somebody.otherFinance]);
    },
  );

  test('that was answered is drawn again for everybody who was asked', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    await queue(caseId);
    await sendAll(caseId);
    const { id, digest } = await stepOf(ctx, caseId, 'payment');
    await decideStep(ctx, { stepId: id, digest, slackUser: somebody.finance, reason: 'x', choice: 'stop' });
    const due = await queue(caseId);
    const again = (await messages(caseId)).filter(({ id: one, kind }) => due.includes(one) && kind === 'question');
    expect(again.flatMap(({ recipient }) => recipient ?? []).sort()).toEqual([somebody.finance, somebody.otherFinance]);
  });

  test('that was over before anybody was asked is not put to anybody', async () => {
    const caseId = await plannedCase(ctx, { transfer: aTransfer() });
    const { id } = await stepOf(ctx, caseId, 'payment');
    await ctx.db.updateTable('steps').set({ state: 'voided' }).where('id', '=', id).execute();
    await queue(caseId);
    expect(await recipients(caseId)).toEqual([]);
  });
});
