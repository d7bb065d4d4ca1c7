import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canarySendCommand } from '#handlers/cli/canary.ts';
import type { CommandAnswer } from '#handlers/cli/command.ts';
import type { PageMessage, PageState } from '#sandbox/slack/page-state.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { type Installation, install } from '#test/helpers/installation.ts';
import { pass } from '#test/helpers/seed.ts';

let cordon: Installation;
beforeAll(async () => {
  cordon = await install();
});
afterAll(() => cordon?.stop());

const CASES = 44;
const RATE = 20;

const finding = (more: object = {}) => {
  const id = randomUUID();
  return {
    cordon: 'detection/1',
    id,
    title: 'Report export',
    rule: { name: 'Mass report export', uid: 'R-7' },
    occurred_at: new Date().toISOString(),
    severity: 'high',
    subject: { name: 'Mara Ito', email: `${id}@northwind.example` },
    ...more,
  };
};
const deliver = (more: object = {}) => cordon.deliver('cordon', finding(more));

const caseOf = (delivery: string) =>
  eventually(() =>
    cordon.database.db
      .selectFrom('cases')
      .innerJoin('detections', 'detections.case_id', 'cases.id')
      .selectAll('cases')
      .where('detections.delivery_id', '=', delivery)
      .where('scored_round', '>', 0)
      .executeTakeFirst(),
  );

/** What stands in the triage channel itself, threads aside. */
async function inTriage(): Promise<PageMessage[]> {
  const answer = await fetch(`${cordon.sandbox.url}/_control/state?as=noor`);
  const { channels } = (await answer.json()) as PageState;
  const triage = channels.find(({ name }) => name === 'triage-security');
  return (triage?.messages ?? []).filter(({ threadTs, isBot }) => isBot && !threadTs);
}
const cards = async () => (await inTriage()).filter(({ text }) => /^CASE-\d+, /.test(text));

test('a canary goes the whole way, says how long each stage took, and nobody sees it', async () => {
  const [server] = cordon.servers;
  if (!server || canarySendCommand.needs !== 'database') throw new Error('a server runs');
  const before = await inTriage();
  const answer: CommandAnswer = await canarySendCommand.run(
    { args: [], json: true, switches: { url: server.url } },
    server.ctx,
  );
  const { stages } = answer.data as { stages: { stage: string; at: string }[] };
  expect(answer).toMatchObject({ code: 0, data: { source: 'cordon', cameThrough: true, stoppedAt: null } });
  expect(stages.map(({ stage }) => stage)).toEqual(['delivery', 'detection', 'case', 'questions', 'score', 'outbox']);
  expect(stages.map(({ at }) => at)).toEqual(stages.map(({ at }) => at).toSorted());
  expect(await inTriage()).toEqual(before);
  const marked = await cordon.database.db.selectFrom('cases').select(['state', 'hold']).execute();
  expect(marked).toEqual([{ state: 'closed', hold: 'canary' }]);
}, 60_000);

test('what is snoozed from a card is kept without one; the channel is told, and what is critical is posted', async () => {
  await caseOf(await deliver());
  await cordon.player.choose('noor', 'triage-security', 'Snooze what is like this…');
  await cordon.player.submit('noor', { choice: 'Mass report export from cordon', reason: 'migration, ticket 8812' });
  await cordon.player.reads('noor', 'triage-security', 'snoozed Mass report export from cordon');
  const posted = (await cards()).length;
  const held = await caseOf(await deliver());
  expect(held).toMatchObject({ hold: 'snooze', hold_because: expect.stringContaining('migration, ticket 8812') });
  await caseOf(await deliver({ severity: 'critical' }));
  await eventually(async () => (await cards()).length > posted || undefined);
  expect((await cards()).map(({ text }) => text.split(',')[0])).not.toContain(`CASE-${held.id}`);
  await pass(cordon.database.db, 2 * 24 * 3600);
  await cordon.player.reads('noor', 'triage-security', 'SNOOZE-1 is over.');
  await cordon.player.reads('noor', 'triage-security', 'It held back 1 case with 1 detection.');
}, 60_000);

test(`${CASES} cases in a burst: one summary, nothing lost, and each has its card when it is calm`, async () => {
  const before = (await cards()).length;
  const deliveries = await Promise.all(Array.from({ length: CASES }, () => deliver()));
  const critical = await deliver({ severity: 'critical', title: 'The one that matters' });
  const opened = await Promise.all([...deliveries, critical].map(caseOf));
  expect(new Set(opened.map(({ id }) => id)).size).toBe(CASES + 1);
  const held = opened.filter(({ hold }) => hold === 'storm');
  // Those that are opened at the very same moment do not see each other: as many as the worker does at once.
  expect(held.length).toBeGreaterThanOrEqual(CASES - RATE - 16);
  expect(held.length).toBeLessThanOrEqual(CASES - RATE);
  expect(opened.at(-1)).toMatchObject({ hold: null });
  await eventually(async () => ((await cards()).length === before + CASES + 1 - held.length ? true : undefined));
  await cordon.player.reads('noor', 'triage-security', `${held.length} cases wait for a card`);

  const [worst] = held.toSorted((one, other) => one.id - other.id);
  await cordon.player.press('noor', 'triage-security', 'Take a held case…');
  await cordon.player.submit('noor', { choice: String(worst?.id) });
  await cordon.player.reads('noor', 'triage-security', `CASE-${worst?.id}, `);

  await pass(cordon.database.db, 6 * 60);
  await eventually(async () => ((await cards()).length === before + CASES + 1 ? true : undefined), 60_000);
  await eventually(() =>
    cordon.database.db.selectFrom('storms').select('id').where('ended_at', 'is not', null).executeTakeFirst(),
  );
  await cordon.player.reads('noor', 'triage-security', 'none waits any more');
  const numbers = (await cards()).map(({ text }) => text.split(',')[0]);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect((await inTriage()).filter(({ text }) => /new cases in/.test(text))).toHaveLength(1);
}, 180_000);
