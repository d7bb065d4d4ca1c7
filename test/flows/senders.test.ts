import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ingestDeliveryJob } from '#jobs/ingest-delivery.ts';
import { senders } from '#src/detections/senders/index.ts';
import { createTestContext, now, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { readDocumentedSource, readSenderDoc, reordered, secretFor } from '#test/helpers/sender-docs.ts';
import { type IntakeServer, serveIntake } from '#test/helpers/serve-intake.ts';
import { kindOf, SIGNING, signDelivery, TIMED, type ToSign } from '#test/helpers/sign-delivery.ts';
import { createFakeJob } from '#test/jobs/fakes.ts';
import { root } from '../contracts/source.ts';

const ids = senders.map(({ id }) => id);
const pages = readdirSync(`${root}/docs/senders`).map((file) => file.replace(/\.md$/, ''));
const SIX_MINUTES = 6 * 60_000;
/** Okta and Intuit; Okta without a body. */
const WANTS_200 = ['okta-event-hook', 'quickbooks-webhook'];

/** What can be tested at all; that it is everybody, the first test says. */
const documented = ids.flatMap((id) => {
  const doc = pages.includes(id) ? readSenderDoc(id) : { sources: [], bodies: [] };
  const [snippet, ...more] = doc.sources;
  return snippet && more.length === 0 && doc.bodies.length > 0 ? [{ id, snippet, bodies: doc.bodies }] : [];
});

test('every sender has its page with one source and at least one body, and every page its sender', () => {
  expect(documented.map(({ id }) => id)).toEqual(ids);
  expect(pages.toSorted()).toEqual(ids.toSorted());
});

let database: TestDatabase;
let ctx: TestContext;
let server: IntakeServer;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database, { connectors: { okta: {}, salesforce: {}, quickbooks: {} } });
  server = await serveIntake(ctx);
});
beforeEach(() => {
  ctx.clock = { now: () => now, sleep: async () => undefined };
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

describe.each(documented)('$id', ({ id, snippet, bodies }) => {
  const { asWritten, rotating: source } = readDocumentedSource(snippet);
  const { auth } = source;
  const kind = kindOf(auth);
  const [example = ''] = bodies;
  beforeAll(() => {
    ctx.config = { ...ctx.config, sources: { ...ctx.config.sources, [id]: source } };
  });

  const post = (path: string, headers: Record<string, string>, body: string | Buffer) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const sign = (input: Partial<ToSign> = {}) => signDelivery(auth, { source: id, body: example, at: now, ...input });
  const send = async (input: Partial<ToSign> = {}, type = 'application/json') => {
    const { path, headers, body } = sign(input);
    return (await post(path, { ...headers, 'content-type': type }, body)).status;
  };
  const stored = () =>
    ctx.db
      .selectFrom('deliveries')
      .select(['id', 'state', 'reason'])
      .where('source', '=', id)
      .orderBy('received_at')
      .execute();
  const detections = async () => (await ctx.db.selectFrom('detections').select('id').execute()).length;

  /** Sends, and works on what was stored; the deliveries that were new. */
  async function deliver(input: Partial<ToSign>) {
    const before = new Set((await stored()).map((delivery) => delivery.id));
    const { path, headers, body } = sign(input);
    const response = await post(path, headers, body);
    const fresh = (await stored()).filter((delivery) => !before.has(delivery.id));
    expect(response.status).toBe(WANTS_200.includes(id) ? 200 : 202);
    const answer = { delivery: fresh[0]?.id ?? expect.any(String), duplicate: fresh.length === 0 };
    if (id !== 'okta-event-hook') expect(await response.json()).toEqual(answer);
    for (const { id: deliveryId } of fresh) {
      await ingestDeliveryJob.run({ ctx, enqueue: server.enqueue }, createFakeJob({ deliveryId }).job, 'token');
    }
    return (await stored()).filter((delivery) => !before.has(delivery.id));
  }

  test('Cordon starts with the source as its page has it', () => {
    expect(asWritten.shape).toBe(id);
    expect('mapping' in asWritten).toBe(id === 'mapping');
  });

  test.each(bodies.map((body, index) => [index + 1, body] as const))(
    'body %i is read; again, or with its keys in another order, it is nothing new',
    async (_, body) => {
      const [delivery, ...more] = await deliver({ body });
      expect(more).toEqual([]);
      expect(delivery).toMatchObject({ state: 'ingested', reason: null });
      const found = await ctx.db
        .selectFrom('delivery_detections')
        .selectAll()
        .where('delivery_id', '=', delivery?.id ?? '')
        .execute();
      expect(found.length).toBeGreaterThan(0);

      expect(await deliver({ body })).toEqual([]);
      const before = await detections();
      expect(await deliver({ body: reordered(body) })).toMatchObject([{ state: 'ingested', reason: null }]);
      expect(await detections()).toBe(before);
    },
  );

  test('a delivery signed with the secret that goes is good while they change', async () => {
    expect(await send({ secret: 1 })).toBeLessThan(300);
  });

  if (kind !== 'unauthenticated')
    test('another secret, or none: 401 and nothing stored', async () => {
      const before = await stored();
      expect(await send({ secret: secretFor(kind, 'SOMEBODY_ELSE') })).toBe(401);
      expect((await post(`/webhooks/${id}`, {}, example)).status).toBe(401);
      expect(await stored()).toEqual(before);
    });

  if (SIGNING.some((one) => one === kind))
    test('one byte changed on the way: 401', async () => {
      const { path, headers, body } = sign({ id: 'msg_tampered' });
      for (const place of [0, Math.floor(body.length / 2), body.length - 1]) {
        const changed = Buffer.from(body);
        changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
        expect((await post(path, headers, changed)).status).toBe(401);
      }
    });

  if (TIMED.some((one) => one === kind))
    test('the same request six minutes later, or by a clock six minutes behind: 401', async () => {
      const { path, headers, body } = sign();
      expect((await post(path, headers, body)).status).toBeLessThan(300);
      for (const away of [SIX_MINUTES, -SIX_MINUTES]) {
        ctx.clock = { now: () => new Date(now.getTime() + away), sleep: async () => undefined };
        expect((await post(path, headers, body)).status).toBe(401);
      }
    });

  test('another content type: 415; more than 1 MB: 413', async () => {
    const before = await stored();
    expect(await send({}, 'text/plain')).toBe(415);
    expect(await send({}, 'application/x-www-form-urlencoded')).toBe(415);
    const { path, headers, body } = sign();
    expect((await post(path, headers, Buffer.concat([body, Buffer.alloc(1024 * 1024, ' ')]))).status).toBe(413);
    expect(await stored()).toEqual(before);
  });
});
