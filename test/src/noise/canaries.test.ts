import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCase } from '#src/cases/open.ts';
import { takeCase } from '#src/cases/take.ts';
import { loadCaseView } from '#src/cases/view.ts';
import type { Detection } from '#src/detections/detection.ts';
import { normaliseDelivery } from '#src/detections/normalise-delivery.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { endCanary } from '#src/noise/end-canary.ts';
import { followCanary } from '#src/noise/follow-canary.ts';
import { type IssuedCanary, issueCanary } from '#src/noise/issue-canary.ts';
import { deliverMessage } from '#src/outbox/deliver-message.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, arrive, caseRow, detectionOf, enrich, pass, story } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const issue = (source?: string) => issueCanary(ctx, { source, actor });

/** Receives a body at a source and opens what is in it, as the door and the job do. */
async function receive({ source, body }: Pick<IssuedCanary, 'source' | 'body'>) {
  const { id } = await receiveDelivery(ctx, {
    source,
    deliveryKey: undefined,
    contentType: 'application/json',
    body,
  });
  const read = await normaliseDelivery(ctx, { deliveryId: id });
  const [detection] = read.outcome === 'read' ? read.detections : [];
  if (!detection) throw new Error('it can be read');
  return { detection, ...(await openCase(ctx, { deliveryId: id, detection, playbook: acmePlaybook, actor })) };
}

async function caseOf(opened: Awaited<ReturnType<typeof receive>>) {
  if (!('caseId' in opened)) throw new Error(`no case: ${opened.outcome}`);
  return caseRow(ctx, opened.caseId);
}

test.each(['siem', 'splunk'])(
  'one issued for %s opens a case of its own that is marked and never posted',
  async (source) => {
    const canary = await issue(source);
    const opened = await receive(canary);
    const row = await caseOf(opened);
    expect(row).toMatchObject({ hold: 'canary', severity: 'info', title: expect.stringContaining('canary') });
    expect(opened.detection).toMatchObject({ senderUid: canary.id, notes: [] });
    const keys = ctx.db.selectFrom('detection_keys').innerJoin('detections', 'detections.id', 'detection_id');
    expect(await keys.select('key').where('case_id', '=', row.id).execute()).toEqual([]);
  },
);

test('it goes the whole way up to the last step before Slack, and its case is closed', async () => {
  const canary = await issue();
  const { id: caseId } = await caseOf(await receive(canary));
  expect((await followCanary(ctx, canary.id)).reached).toMatchObject({ case: expect.any(Date), score: null });
  await enrich(ctx, caseId);
  expect(await caseRow(ctx, caseId)).toMatchObject({ hold: 'canary', prepare_at: null });
  const drawn: number[] = [];
  const [messageId = ''] = await queueMessages(ctx, { caseId, story: ['case.held'] });
  const draw = async (_: unknown, view: { id: number } | undefined) => {
    drawn.push(view?.id ?? 0);
    return undefined;
  };
  const deliver = () => deliverMessage(ctx, { messageId, event: 'e', draw, actor });
  expect(await deliver()).toEqual({ outcome: 'sent' });
  expect(await deliver()).toEqual({ outcome: 'nothing-to-do' });
  expect([drawn, ctx.slack.posts, ctx.slack.updates]).toEqual([[caseId], [], []]);
  expect(await caseRow(ctx, caseId)).toMatchObject({ state: 'closed', resolution: 'canary', hold: 'canary' });
  const { reached, asked } = await followCanary(ctx, canary.id);
  expect([asked, Object.values(reached).every((at) => at instanceof Date)]).toEqual([2, true]);
  expect(await story(ctx, caseId)).toContain('canary.came-through');
});

describe('nothing else is a canary', () => {
  const spoil = (canary: IssuedCanary, change: (body: Record<string, unknown>) => object) =>
    Buffer.from(JSON.stringify(change(JSON.parse(canary.body.toString()))));

  test('with its id and other words', async () => {
    const canary = await issue('splunk');
    const body = spoil(canary, (sent) => ({ ...sent, title: '41,250 contacts exported', severity: 'high' }));
    expect(await caseOf(await receive({ source: 'splunk', body }))).toMatchObject({ hold: null, severity: 'high' });
  });

  test('with its bytes, at another source', async () => {
    const canary = await issue('splunk');
    expect(await caseOf(await receive({ source: 'workflows', body: canary.body }))).toMatchObject({ hold: null });
  });

  test('with an id that only looks like one', async () => {
    const canary = await issue('splunk');
    const body = spoil(canary, (sent) => ({ ...sent, id: `cordon-canary-${crypto.randomUUID()}` }));
    expect(await caseOf(await receive({ source: 'splunk', body }))).toMatchObject({ hold: null });
  });

  test('after its time', async () => {
    const canary = await issue('splunk');
    await pass(ctx.db, 11 * 60);
    expect(await caseOf(await receive(canary))).toMatchObject({ hold: null });
  });

  test('and the same one twice is one', async () => {
    const canary = await issue('splunk');
    const first = await receive(canary);
    const row = await caseOf(first);
    expect(await receive({ ...canary, body: Buffer.concat([canary.body, Buffer.from(' ')]) })).toMatchObject({
      outcome: 'repeated',
    });
    expect(await caseRow(ctx, row.id)).toMatchObject({ hold: 'canary' });
  });
});

test('no rule, no storm and nobody changes what it is', async () => {
  ctx.config = {
    ...ctx.config,
    routing: [{ when: {}, to: 'record' }],
    policy: { ...ctx.config.policy, storm: { cases_per_minute: 1, calm_minutes: 5 } },
  };
  const { id } = await caseOf(await receive(await issue()));
  expect(await caseRow(ctx, id)).toMatchObject({ hold: 'canary' });
  const by = { name: 'Sam', slackUser: 'U1' };
  await expect(takeCase(ctx, { caseId: id, by, actor })).rejects.toMatchObject({ code: 'already-taken' });
});

test('a real finding about the same account never joins it', async () => {
  const opened = await receive(await issue());
  const { id } = await caseOf(opened);
  const { subject, occurredAt } = opened.detection as Detection;
  const real = await arrive(ctx, detectionOf({ ...(subject && { subject }), occurredAt }));
  expect(real).not.toMatchObject({ caseId: id });
  expect((await loadCaseView(ctx, id)).detections).toHaveLength(1);
});

test('one that does not arrive in time is lost, and leaves no case open', async () => {
  const canary = await issue();
  const { id } = await caseOf(await receive(canary));
  await endCanary(ctx, { canaryId: canary.id, actor });
  expect(await caseRow(ctx, id)).toMatchObject({ state: 'new' });
  await pass(ctx.db, 11 * 60);
  await endCanary(ctx, { canaryId: canary.id, actor });
  expect(await caseRow(ctx, id)).toMatchObject({
    state: 'closed',
    resolution_note: 'It did not come through in time.',
  });
  expect((await followCanary(ctx, canary.id)).reached.outbox).toBeNull();
});

test.each([
  ['nobody', 'unknown-source'],
  ['mapped', 'cannot-write'],
  ['signed', 'cannot-sign'],
])('none can be sent as %s: %s', async (source, code) => {
  const auth = { bearer: { tokens: ['a constant value of nobody'] } };
  const publicKey = { standard_webhooks: { secrets: ['whpk_AAAA'] } };
  ctx.config = {
    ...ctx.config,
    sources: { mapped: { shape: 'sentinel', auth }, signed: { shape: 'ocsf', auth: publicKey } },
  };
  await expect(issue(source)).rejects.toMatchObject({ code });
});

test('what is written down is what is sent', async () => {
  const { id, body } = await issue();
  const row = await ctx.db.selectFrom('canaries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  expect(row.body_sha256).toBe(createHash('sha256').update(body).digest('hex'));
  expect(body.toString()).toContain(id);
});
