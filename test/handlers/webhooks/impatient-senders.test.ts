import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { type IntakeServer, serveIntake } from '#test/helpers/serve-intake.ts';

const authorization = 'the constant value of okta';
/** Okta and Intuit hang up after this long; Okta tries once more and then the events are gone. */
const PATIENCE_MS = 3_000;
const AT_ONCE = 200;

let database: TestDatabase;
let ctx: TestContext;
let server: IntakeServer;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  const okta = { shape: 'okta-event-hook', auth: { header: { name: 'authorization', values: [authorization] } } };
  ctx.config = { ...ctx.config, sources: { okta } };
  server = await serveIntake(ctx);
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

/** Other people's questions to the same database, one after the other until told to stop. */
async function keepBusy(url: string, until: AbortSignal): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let asked = 0;
  while (!until.aborted) {
    await client.query('select sum(length(md5(n::text))) from generate_series(1, 50000) n');
    asked += 1;
  }
  await client.end();
  return asked;
}

async function post(eventId: string): Promise<{ status: number; took: number }> {
  const started = performance.now();
  const body = JSON.stringify({
    eventType: 'com.okta.event_hook',
    eventId,
    data: { events: [], padding: 'x'.repeat(4_000) },
  });
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(`${server.url}/webhooks/okta`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return { status: response.status, took: performance.now() - started };
}

const stored = async () => (await ctx.db.selectFrom('deliveries').select('id').execute()).length;

// Tried again when this machine itself had no time to spare.
test('200 event hooks at once are on disk and answered before Okta hangs up, while the database has other work', {
  retry: 2,
}, async () => {
  const before = await stored();
  const calm = new AbortController();
  const others = [1, 2].map(() => keepBusy(database.url, calm.signal));
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => post(crypto.randomUUID())));
  calm.abort();
  expect((await Promise.all(others)).every((asked) => asked > 0)).toBe(true);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(PATIENCE_MS);
  expect(await stored()).toBe(before + AT_ONCE);
});
