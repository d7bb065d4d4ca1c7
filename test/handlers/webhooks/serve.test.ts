import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSlackApp } from '#handlers/slack/app.ts';
import { createAdmission } from '#handlers/webhooks/admission.ts';
import { webRoutes } from '#handlers/webhooks/index.ts';
import type { WebDeps } from '#handlers/webhooks/route.ts';
import { serveRoutes } from '#handlers/webhooks/serve.ts';
import type { QueueBackend } from '#src/queue/backend.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { createFakeEnqueue } from '#test/jobs/fakes.ts';
import { exampleEnv } from '#test/src/config/example.ts';

let database: TestDatabase;
let ctx: TestContext;
let server: Server;
let port = 0;
let queueIsUp = true;
const enqueue = createFakeEnqueue();

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  const queue = {
    ping: async () => (queueIsUp ? undefined : Promise.reject(new Error('down'))),
  } as unknown as QueueBackend;
  const deps: WebDeps = { ctx, enqueue, queue, admission: createAdmission() };
  const slack = createSlackApp({ ctx, enqueue, fast: {} as unknown as WebClient });
  server = createServer(serveRoutes(webRoutes, deps, slack.listener)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  queueIsUp = true;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await database?.close();
});

/** The status line of a request written by hand, as no well-behaved client would. */
async function raw(start: string, headers = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${start} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString().split('\r\n')[0] ?? '';
}

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('no request, however odd, stops the server', () => {
  test.each([
    ['GET //', '404'],
    ['GET http://[', '40'],
    ['GET /slack/', '404'],
    ['GET /slack/events', '40'],
    ['POST /slack/other', '404'],
    ['POST /slack/events', '401'],
    ['POST //slack/events', '404'],
    ['PUT /healthz', '405'],
    ['OPTIONS *', '404'],
    ['GET /%', '404'],
    ['GET /webhooks/', '405'],
    ['POST /webhooks/%00', '404'],
    ['POST /webhooks/__proto__', '404'],
    ['POST /webhooks/constructor', '404'],
    ['POST /webhooks/siem/', '404'],
    ['POST /webhooks/siem/more', '401'],
    ['POST /webhooks/siem/more/and-more', '404'],
    ['POST /webhooks/__proto__/__proto__', '401'],
    ['GET /webhooks/siem', '405'],
    ['GET /webhooks/__proto__/constructor', '405'],
    ['OPTIONS /webhooks/siem', '405'],
    ['HEAD /webhooks/siem', '405'],
  ])('%s', async (start, status) => {
    expect(await raw(start)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
    expect((await get('/healthz')).status).toBe(200);
  });
});

test('alive and ready are two things', async () => {
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', database: 'ok', queue: 'ok' });
  queueIsUp = false;
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not ready', database: 'ok', queue: 'not answering' },
  ]);
  expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
});

test('metrics are text, and say nothing about people', async () => {
  const response = await get('/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('cordon_deliveries_total');
});

describe('a delivery', () => {
  const secret = { 'x-cordon-secret': exampleEnv.SPLUNK_SECRET };
  const stored = async () => (await ctx.db.selectFrom('deliveries').select('id').execute()).length;

  test('is stored once, answered with its id, and started once', async () => {
    const body = `{"cordon":"detection/1","id":"${crypto.randomUUID()}"}`;
    const first = await post('/webhooks/splunk', body, secret);
    const { delivery } = (await first.json()) as { delivery: string };
    expect([first.status, delivery]).toEqual([202, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    const again = await post('/webhooks/splunk', body, secret);
    expect([again.status, await again.json()]).toEqual([202, { delivery, duplicate: true }]);
    expect(enqueue.started).toEqual([['ingest-delivery', { deliveryId: delivery }, delivery]]);
  });

  test.each([
    ['without its secret', '{}', {}, 401, 'not-authentic'],
    ['with another one', '{}', { 'x-cordon-secret': 'a constant value of others' }, 401, 'not-authentic'],
    ['that is no JSON by type', '{}', { ...secret, 'content-type': 'text/plain' }, 415, 'wrong-type'],
    ['that is no JSON', '{"a":', secret, 400, 'unreadable'],
  ])('%s is refused in words, and not stored', async (_, body, headers, status, error) => {
    const before = await stored();
    const response = await post('/webhooks/splunk', body, headers);
    expect([response.status, await response.json()]).toEqual([
      status,
      { error, message: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
    expect(await stored()).toBe(before);
  });

  test('that cannot be stored is asked for again', async () => {
    const { db } = ctx;
    ctx.db = db.withPlugin({
      transformQuery: () => {
        throw new Error('the database is away');
      },
      transformResult: async ({ result }) => result,
    });
    const response = await post('/webhooks/splunk', '{}', secret);
    ctx.db = db;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ error: 'not-stored' });
  });
});

test('no more than so many are worked on at once; the place is given back, also after a failure', async () => {
  const admission = createAdmission(2);
  const inside = Promise.withResolvers<string>();
  const first = [admission.admit(() => inside.promise), admission.admit(() => inside.promise)];
  expect(await admission.admit(async () => 'third')).toBe('full');
  inside.resolve('done');
  expect(await Promise.all(first)).toEqual(['done', 'done']);
  await expect(admission.admit(async () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await Promise.all([admission.admit(async () => 1), admission.admit(async () => 2)])).toEqual([1, 2]);
});
