import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '#src/config/schema.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { secretFor } from '#test/helpers/sender-docs.ts';
import { type IntakeServer, serveIntake } from '#test/helpers/serve-intake.ts';
import { kindOf, signDelivery } from '#test/helpers/sign-delivery.ts';
import { kinds } from '#test/src/detections/authenticate/request.ts';

const SECRET = 'secret_of-the-address~1';
const OLD_SECRET = 'secret_of-the-address~0';
const bearer = { tokens: ['a-token-of-the-sender'] };
const sources: Record<string, Source> = {
  splunk: { shape: 'cordon', auth: { path: { secrets: [SECRET, OLD_SECRET] } } },
  elsewhere: { shape: 'cordon', auth: { path: { secrets: [SECRET], allow_from: ['203.0.113.0/24'] } } },
  here: { shape: 'cordon', auth: { path: { secrets: [SECRET], allow_from: ['127.0.0.0/8'] } } },
  siem: { shape: 'cordon', auth: { bearer } },
  okta: { shape: 'okta-event-hook', auth: { bearer } },
  quickbooks: { shape: 'quickbooks-webhook', auth: { bearer } },
  graph: { shape: 'graph', auth: { client_state: { values: ['a-client-state-of-ours'] } } },
  events: { shape: 'cloudevents', auth: { bearer } },
  signed: {
    shape: 'cloudevents',
    auth: { hmac: { header: 'x-signature', encoding: 'hex', prefix: '', secrets: ['x'] } },
  },
};

const authorised = { 'content-type': 'application/json', authorization: 'Bearer a-token-of-the-sender' };

let database: TestDatabase;
let ctx: TestContext;
let server: IntakeServer;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
  ctx.config = { ...ctx.config, sources };
  server = await serveIntake(ctx);
});
beforeEach(() => {
  ctx.logged.length = 0;
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
    ...init,
  });
const stored = async () =>
  (await ctx.db.selectFrom('deliveries').select(['source', 'headers', 'dedupe_key']).execute()).toReversed();

describe('a secret in the address', () => {
  test('both live ones are good, and the delivery is the same', async () => {
    const first = await call(`/webhooks/splunk/${SECRET}`);
    const again = await call(`/webhooks/splunk/${OLD_SECRET}?sid=7`);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await again.json()).toEqual({ ...((await first.json()) as object), duplicate: true });
  });

  test('only from its networks, by the connection and not by what a header says', async () => {
    const forwarded = {
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
    };
    expect((await call(`/webhooks/here/${SECRET}`)).status).toBe(202);
    expect((await call(`/webhooks/elsewhere/${SECRET}`, { headers: forwarded })).status).toBe(401);
  });

  test('a wrong one, a source that takes none there, and an unknown source are refused alike', async () => {
    const answers = await Promise.all(
      [
        '/webhooks/splunk/another-secret-123456',
        '/webhooks/elsewhere/secret_of-the-address~1',
        '/webhooks/siem/another-secret-123456',
        '/webhooks/nobody/another-secret-123456',
        '/webhooks/__proto__/another-secret-123456',
        '/webhooks/constructor/name',
      ].map(async (path) => {
        const response = await call(path);
        const headers = [...response.headers].filter(([name]) => name !== 'date');
        return { status: response.status, headers, body: await response.text() };
      }),
    );
    expect(answers[0]?.status).toBe(401);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('a good token does not open an address its source does not have', async () => {
    expect((await call('/webhooks/siem', { headers: authorised })).status).toBe(202);
    expect((await call('/webhooks/siem/another-secret-123456', { headers: authorised })).status).toBe(401);
  });

  test('is in no answer, no log line and no row, whatever happens to the delivery', async () => {
    const { db } = ctx;
    const wrong = 'wrong-secret-of-somebody';
    const said: string[] = [];
    const note = async (response: Response) =>
      void said.push(await response.text(), JSON.stringify([...response.headers]));
    for (const path of [
      `/webhooks/splunk/${SECRET}`,
      `/webhooks/splunk/${wrong}`,
      `/webhooks/${wrong}`,
      `/webhooks/${wrong}/x`,
    ]) {
      await note(await call(path));
      await note(await call(path, { body: '{"a":' }));
      await note(await call(path, { headers: { 'content-type': 'text/plain' } }));
      await note(await call(path, { body: 'x'.repeat(1_100_000) }));
      await note(await call(path, { method: 'GET', body: null }));
      await note(await call(path, { method: 'PUT' }));
      ctx.db = db.withPlugin({
        transformQuery: () => {
          throw new Error('the database is away');
        },
        transformResult: async ({ result }) => result,
      });
      await note(await call(path, { body: '{"b":1}' }));
      ctx.db = db;
    }
    const rows = await ctx.db.selectFrom('deliveries').selectAll().execute();
    const journal = await ctx.db.selectFrom('journal_entries').selectAll().execute();
    const metrics = await ctx.metrics.registry.metrics();
    expect(ctx.logged.join('')).toContain('a delivery was not authentic');
    expect(ctx.logged.join('')).toContain('the database is away');
    for (const text of [...said, ...ctx.logged, JSON.stringify(rows), JSON.stringify(journal), metrics]) {
      expect(text).not.toMatch(/secret_of-the-address|wrong-secret-of-somebody/);
    }
  });
});

test.each(kinds.map((auth) => [kindOf(auth), auth] as const))(
  '%s: what proves itself is stored, anything else is not',
  async (kind, auth) => {
    const source = kind.replaceAll('_', '-');
    ctx.config = { ...ctx.config, sources: { ...ctx.config.sources, [source]: { shape: 'cordon', auth } } };
    const { clock } = ctx;
    const post = (secret?: string) => {
      const { path, headers, body } = signDelivery(auth, {
        source,
        body: '{"value":[{"id":"1"}]}',
        at: clock.now(),
        ...(secret && { secret }),
      });
      return call(path, { headers: { 'content-type': 'application/json', ...headers }, body: new Uint8Array(body) });
    };
    expect((await post(secretFor(kind, 'SOMEBODY_ELSE'))).status).toBe(401);
    expect((await call(`/webhooks/${source}`)).status).toBe(401);
    expect((await stored()).filter((delivery) => delivery.source === source)).toEqual([]);
    expect([(await post()).status, (await post()).status]).toEqual([202, 202]);
    expect((await stored()).filter((delivery) => delivery.source === source)).toHaveLength(1);
  },
);

describe('what else may be asked of these addresses', () => {
  test('Okta: the challenge, once', async () => {
    const response = await call('/webhooks/okta', {
      method: 'GET',
      body: null,
      headers: { 'X-Okta-Verification-Challenge': 'abc' },
    });
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { verification: 'abc' },
    ]);
  });

  test('Graph: the validation token, as plain text', async () => {
    const response = await call('/webhooks/graph?validationToken=a%3a+b', {
      body: '',
      headers: { 'content-type': 'text/plain' },
    });
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-content-type-options'),
    ]).toEqual([200, 'text/plain; charset=utf-8', 'nosniff']);
    expect(await response.text()).toBe('a: b');
  });

  test('CloudEvents: leave to send', async () => {
    const response = await call('/webhooks/events', {
      method: 'OPTIONS',
      body: null,
      headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net', 'WebHook-Request-Rate': '120' },
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      allow: 'POST',
      'webhook-allowed-origin': 'eventgrid.azure.net',
      'webhook-allowed-rate': '120',
    });
  });

  test.each([
    ['GET', '/webhooks/okta'],
    ['GET', '/webhooks/siem'],
    ['GET', '/webhooks/nobody'],
    ['OPTIONS', '/webhooks/events'],
    ['OPTIONS', '/webhooks/okta'],
    ['DELETE', '/webhooks/okta'],
  ])('%s %s without a question: only POST is allowed', async (method, path) => {
    const headers = { 'x-okta-verification-challenge': path.endsWith('okta') ? '' : 'abc' };
    const response = await call(path, { method, body: null, headers });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('nothing was stored by any of it', async () => {
    expect((await stored()).filter(({ source }) => ['okta', 'graph', 'events'].includes(source))).toEqual([]);
  });
});

test('Okta and Intuit are told 200, Okta without a body; everybody else 202', async () => {
  const send = (source: string) => call(`/webhooks/${source}`, { headers: authorised, body: '{"who":"wants what"}' });
  const okta = await send('okta');
  expect([okta.status, okta.headers.get('content-type'), await okta.text()]).toEqual([200, null, '']);
  expect((await send('okta')).status).toBe(200);
  const quickbooks = await send('quickbooks');
  expect([quickbooks.status, await quickbooks.json()]).toEqual([
    200,
    { delivery: expect.any(String), duplicate: false },
  ]);
  expect((await send('siem')).status).toBe(202);
});

describe('CloudEvents whose attributes are headers', () => {
  const event = (id: string, headers: Record<string, string> = authorised) =>
    call('/webhooks/events', {
      headers: { ...headers, 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s' },
      body: '{"same":1}',
    });

  test('two events with the same body are two deliveries, the same event twice is one', async () => {
    const sent = [await event('1'), await event('2'), await event('1')].map((response) => response.json());
    const [one, two, again] = (await Promise.all(sent)) as { delivery: string; duplicate: boolean }[];
    expect([one?.duplicate, two?.duplicate, again?.duplicate]).toEqual([false, false, true]);
    expect(again?.delivery).toBe(one?.delivery);
    const [row] = (await stored()).filter(({ source }) => source === 'events');
    expect(row?.headers).toEqual({ 'ce-id': expect.any(String), 'ce-source': '/s', 'ce-specversion': '1.0' });
    expect(row?.dedupe_key).toMatch(/^sha256\+headers:[0-9a-f]{64}$/);
  });

  test('where the id is signed, other headers do not make a repeat new', async () => {
    const auth = { standard_webhooks: { secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] } };
    ctx.config = { ...ctx.config, sources: { ...ctx.config.sources, standard: { shape: 'cloudevents', auth } } };
    const { path, headers } = signDelivery(auth, {
      source: 'standard',
      body: '{"same":3}',
      at: ctx.clock.now(),
      id: 'msg_1',
    });
    const send = (id: string) =>
      call(path, { headers: { ...authorised, ...headers, 'ce-id': id }, body: '{"same":3}' });
    const answers = [await send('1'), await send('2')].map((response) => response.json());
    expect(await Promise.all(answers)).toMatchObject([{ duplicate: false }, { duplicate: true }]);
    const kept = (await stored()).filter(({ source }) => source === 'standard');
    expect(kept).toMatchObject([{ headers: { 'ce-id': '1' }, dedupe_key: 'msg_1' }]);
  });

  test('where a signature covers the body alone, headers are not kept, nor do they make a repeat new', async () => {
    const good = createHmac('sha256', 'x').update('{"same":2}').digest('hex');
    const send = (id: string) =>
      call('/webhooks/signed', {
        headers: { 'content-type': 'application/json', 'x-signature': good, 'ce-id': id },
        body: '{"same":2}',
      });
    const answers = [await send('1'), await send('2')].map((response) => response.json());
    expect(await Promise.all(answers)).toMatchObject([{ duplicate: false }, { duplicate: true }]);
    expect((await stored()).filter(({ source }) => source === 'signed').map(({ headers }) => headers)).toEqual([{}]);
  });
});
