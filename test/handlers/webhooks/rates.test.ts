import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRates } from '#handlers/webhooks/rates.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { type IntakeServer, serveIntake } from '#test/helpers/serve-intake.ts';

const start = new Date('2026-11-22T09:20:00.000Z').getTime();
const at = (seconds: number) => new Date(start + seconds * 1000);

test('a minute’s worth may come at once, then as many as the rate allows', () => {
  const rates = createRates();
  const take = (seconds: number, source = 'siem') => rates.take(source, 60, at(seconds)).waitSeconds;
  for (let sent = 0; sent < 60; sent += 1) expect(take(0)).toBe(0);
  expect([take(0), take(0.4)]).toEqual([1, 1]);
  expect(take(0, 'splunk')).toBe(0);
  expect([take(1), take(1)]).toEqual([0, 1]);
  expect([take(1.5), take(2)]).toEqual([1, 0]);
});

test('whoever waits as long as asked for gets in', () => {
  const rates = createRates();
  expect(rates.take('siem', 2, at(0)).waitSeconds + rates.take('siem', 2, at(0)).waitSeconds).toBe(0);
  const { waitSeconds } = rates.take('siem', 2, at(0));
  expect(waitSeconds).toBe(30);
  expect(rates.take('siem', 2, at(waitSeconds)).waitSeconds).toBe(0);
});

test('in no minute does more get in than a minute’s worth and what the time allows', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 120 }), (gaps, perMinute) => {
      const rates = createRates();
      let now = start;
      let let_in = 0;
      for (const gap of gaps) {
        now += gap;
        if (rates.take('siem', perMinute, new Date(now)).waitSeconds === 0) let_in += 1;
      }
      expect(let_in).toBeLessThanOrEqual(perMinute + Math.ceil(((now - start) / 60_000) * perMinute));
    }),
  );
});

test('a clock that goes back stops nobody for long', () => {
  const rates = createRates();
  rates.take('siem', 1, at(0));
  expect(rates.take('siem', 1, at(-3600)).waitSeconds).toBe(60);
  expect(rates.take('siem', 1, at(60)).waitSeconds).toBe(0);
});

let database: TestDatabase;
let ctx: TestContext;
let server: IntakeServer;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  const { splunk } = ctx.config.sources;
  if (!splunk) throw new Error('the example has it');
  ctx.config = { ...ctx.config, sources: { splunk: { ...splunk, rate: { per_minute: 3 } } } };
  server = await serveIntake(ctx);
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

const send = (id: number, secret = 'a constant value of splunk') =>
  fetch(`${server.url}/webhooks/splunk`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-cordon-secret': secret },
    body: JSON.stringify({ cordon: 'detection/1', id }),
  });

test('past the rate: 429 with when to come back, what was stored stays, one notice', async () => {
  // Strangers use up nothing.
  for (let id = 0; id < 5; id += 1) expect((await send(id, 'not the secret of anybody')).status).toBe(401);
  for (let id = 0; id < 3; id += 1) expect((await send(id)).status).toBe(202);
  const refused = await Promise.all([send(4), send(5), send(6)]);
  expect(refused.map(({ status }) => status)).toEqual([429, 429, 429]);
  expect(refused[0]?.headers.get('retry-after')).toBe('20');
  expect(await refused[0]?.json()).toMatchObject({ error: 'too-many' });
  const count = await ctx.db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst();
  expect(count?.n).toBe(3);
  const notice = await eventually(() =>
    ctx.db.selectFrom('messages').select(['id', 'kind', 'case_id']).executeTakeFirst(),
  );
  expect(notice).toMatchObject({ kind: 'notice', case_id: null });
  await eventually(async () => server.enqueue.started.find(([name]) => name === 'deliver-message'));
  expect(server.enqueue.started.filter(([name]) => name === 'deliver-message')).toEqual([
    ['deliver-message', { messageId: notice.id }, notice.id],
  ]);
});
