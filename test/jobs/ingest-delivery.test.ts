import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ingestDeliveryJob } from '#jobs/ingest-delivery.ts';
import { playbookOf } from '#playbooks/index.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { caseRow } from '#test/helpers/seed.ts';
import { createFakeEnqueue, createFakeJob } from './fakes.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database, { connectors: { okta: {}, salesforce: {}, quickbooks: {} } });
});
afterAll(() => database?.close());

const exfiltration = { kind: 'connected-app-exfiltration', product: 'Salesforce' };
const unheardOf = { kind: 'printer-on-fire', product: 'Salesforce' };

async function ingest(more: object, body?: string) {
  const sent = {
    cordon: 'detection/1',
    id: crypto.randomUUID(),
    title: 'T',
    occurred_at: new Date().toISOString(),
    severity: 'high',
    ...more,
  };
  const bytes = Buffer.from(body ?? JSON.stringify(sent));
  const { id } = await receiveDelivery(ctx, {
    source: 'splunk',
    deliveryKey: undefined,
    contentType: 'application/json',
    body: bytes,
  });
  const enqueue = createFakeEnqueue();
  await ingestDeliveryJob.run({ ctx, enqueue }, createFakeJob({ deliveryId: id }).job, 'token');
  return { id, started: enqueue.started };
}

const whose = () => ({ subject: { email: `${crypto.randomUUID()}@northwind.example` } });
const questionsOf = async (caseId: number, round: number) => {
  const rows = await ctx.db
    .selectFrom('query_runs')
    .select('query')
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .orderBy('position')
    .execute();
  return rows.map(({ query }) => query);
};
const asked = (id: string) => playbookOf(id).ask.map(({ query }) => query.id);
const caseOf = ([first]: [string, object, string][]): number =>
  Number(first && 'caseId' in first[1] ? first[1].caseId : 0);

test('a delivery becomes a case with its questions, and the questions are started', async () => {
  const { started } = await ingest({ ...exfiltration, ...whose() });
  const caseId = caseOf(started);
  expect(started).toEqual([['enrich', { caseId, round: 1, queryRunIds: expect.any(Array) }, '']]);
  expect(await questionsOf(caseId, 1)).toEqual(asked('connected-app-exfiltration'));
});

test("what joins a case is asked with the case's playbook", async () => {
  const person = whose();
  const caseId = caseOf((await ingest({ ...exfiltration, ...person })).started);
  expect(caseOf((await ingest({ ...unheardOf, ...person })).started)).toBe(caseId);
  expect(await questionsOf(caseId, 2)).toEqual(asked('connected-app-exfiltration'));
  expect(await caseRow(ctx, caseId)).toMatchObject({ playbook: 'connected-app-exfiltration' });
});

test('a case nobody had a playbook for takes the one of what joins it: noise first does not hide an attack', async () => {
  const person = whose();
  const caseId = caseOf((await ingest({ ...unheardOf, ...person })).started);
  expect(await caseRow(ctx, caseId)).toMatchObject({ playbook: 'unknown-detection' });
  expect(caseOf((await ingest({ ...exfiltration, ...person })).started)).toBe(caseId);
  expect(await caseRow(ctx, caseId)).toMatchObject({ playbook: 'connected-app-exfiltration', playbook_version: '1' });
  expect(await questionsOf(caseId, 2)).toEqual(asked('connected-app-exfiltration'));
});

test('what cannot be read is kept in quarantine with the reason, and starts nothing', async () => {
  const { id, started } = await ingest({}, '{"cordon":"detection/1"}');
  expect(started).toEqual([]);
  const delivery = await ctx.db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(delivery).toMatchObject({
    state: 'quarantined',
    due_at: null,
    reason: expect.stringContaining('not filled in right'),
  });
});
