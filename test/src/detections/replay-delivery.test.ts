import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { ingestDeliveryJob } from '#jobs/ingest-delivery.ts';
import { Mapping } from '#src/config/mapping.ts';
import type { Source } from '#src/config/schema.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { replayDelivery } from '#src/detections/replay-delivery.ts';
import { createTestContext, exampleConfig, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor } from '#test/helpers/seed.ts';
import { createFakeEnqueue, createFakeJob } from '#test/jobs/fakes.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const written: z.input<typeof Mapping> = {
  list: 'alerts',
  id: 'id',
  title: 'name',
  time: 'at',
  severity: { value: 'high' },
  product: { value: 'salesforce' },
  subject: { email: 'user.email' },
};

/** Cordon as it starts with this mapping in cordon.yaml. */
function startWith(mapping: z.input<typeof Mapping> | undefined): void {
  const auth: Source['auth'] = { bearer: { tokens: ['a constant value of obsidian'] } };
  const obsidian = { shape: 'mapping', auth, mapping: mapping && Mapping.parse(mapping) };
  ctx = createTestContext(database, { sources: { ...exampleConfig.sources, obsidian }, connectors: {} });
}

async function work(deliveryId: string) {
  await ingestDeliveryJob.run({ ctx, enqueue: createFakeEnqueue() }, createFakeJob({ deliveryId }).job, 'token');
  return ctx.db.selectFrom('deliveries').selectAll().where('id', '=', deliveryId).executeTakeFirstOrThrow();
}

async function receive(payload: unknown): Promise<string> {
  const body = Buffer.from(JSON.stringify(payload));
  const input = { source: 'obsidian', deliveryKey: undefined, contentType: 'application/json', body };
  return (await receiveDelivery(ctx, input)).id;
}

const made = async (deliveryId: string) => {
  const rows = await ctx.db
    .selectFrom('delivery_detections')
    .innerJoin('detections', 'detections.id', 'delivery_detections.detection_id')
    .select(['title', 'case_id'])
    .where('delivery_detections.delivery_id', '=', deliveryId)
    .orderBy('title')
    .execute();
  return { titles: rows.map(({ title }) => title), cases: [...new Set(rows.map(({ case_id }) => case_id))] };
};

const count = async (table: 'cases' | 'detections') =>
  (
    await ctx.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

/** What the journal says happened to a delivery, in order. */
const journalled = async (deliveryId: string) => {
  const rows = await ctx.db.selectFrom('journal_entries').select(['what', 'refs']).orderBy('id').execute();
  return rows.flatMap(({ what, refs }) => (refs.delivery === deliveryId && what.startsWith('delivery.') ? [what] : []));
};

const user = { email: 'mara.ito@northwind.example' };
const at = '2026-11-22T08:10:00Z';
const alerts = [
  { id: 'o-1', name: 'Bulk read', at, user },
  { id: 'o-2', summary: 'New app', at, user },
];

test('a delivery understood in part is finished when the mapping is fixed, and makes nothing twice', async () => {
  startWith(written);
  const id = await receive({ alerts });
  expect(await work(id)).toMatchObject({
    state: 'quarantined',
    code: 'missing-field',
    field: 'name',
    reason: '1 of 2 findings in it were not understood. The first: title: nothing is at name.',
  });
  const before = await made(id);
  expect(before).toEqual({ titles: ['Bulk read'], cases: [expect.any(Number)] });

  await replayDelivery(ctx, { deliveryId: id, actor });
  expect(await work(id)).toMatchObject({ state: 'quarantined', field: 'name' });
  expect(await made(id)).toEqual(before);

  startWith({ ...written, title: ['name', 'summary'] });
  await replayDelivery(ctx, { deliveryId: id, actor });
  expect(await work(id)).toMatchObject({ state: 'ingested', code: null, field: null, reason: null, attempts: 1 });
  expect(await made(id)).toEqual({ titles: ['Bulk read', 'New app'], cases: before.cases });
  expect([await count('detections'), await count('cases')]).toEqual([2, 1]);
  expect(await journalled(id)).toEqual([
    'delivery.received',
    'delivery.quarantined',
    'delivery.replayed',
    'delivery.quarantined',
    'delivery.replayed',
  ]);
});

test('a source that lost its mapping, or itself, puts aside what comes and reads it when it is back', async () => {
  startWith(undefined);
  const id = await receive({ alerts: [{ id: 'o-3', name: 'Bulk read', at, user }] });
  expect(await work(id)).toMatchObject({ state: 'quarantined', code: 'no-mapping' });
  ctx.config = exampleConfig;
  await replayDelivery(ctx, { deliveryId: id, actor });
  expect(await work(id)).toMatchObject({ state: 'quarantined', code: 'unknown-source' });
  startWith(written);
  await replayDelivery(ctx, { deliveryId: id, actor });
  expect(await work(id)).toMatchObject({ state: 'ingested' });
});

test('only what is in quarantine is replayed, and once', async () => {
  startWith(written);
  const id = await receive({ alerts: [{ id: 'o-4', name: 'Bulk read', at, user }] });
  await expect(replayDelivery(ctx, { deliveryId: id, actor })).rejects.toMatchObject({ code: 'not-quarantined' });
  await work(id);
  await expect(replayDelivery(ctx, { deliveryId: id, actor })).rejects.toMatchObject({ code: 'not-quarantined' });

  const wrong = await receive({ alert: 'none' });
  expect(await work(wrong)).toMatchObject({ state: 'quarantined', field: 'alerts' });
  const clicks = await Promise.allSettled([1, 2, 3].map(() => replayDelivery(ctx, { deliveryId: wrong, actor })));
  expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
