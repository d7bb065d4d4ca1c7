import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCase } from '#src/cases/close.ts';
import { openCase } from '#src/cases/open.ts';
import type { Detection } from '#src/detections/detection.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { queueMessages } from '#src/outbox/queue-messages.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, arrive, caseRow, detectionOf, openedCase, scoredCase } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const first = '2026-11-22T08:00:00.000Z';
const minutesLater = (minutes: number) => new Date(new Date(first).getTime() + minutes * 60_000).toISOString();
const aPerson = (): Partial<Detection> => ({ subject: { email: `${randomUUID()}@northwind.example`, ids: {} } });

test('a first detection opens a case with its playbook pinned, due at once for its questions', async () => {
  const caseId = await openedCase(ctx, { title: 'Bulk read', severity: 'high' });
  expect(await caseRow(ctx, caseId)).toMatchObject({
    playbook: 'acme-test',
    playbook_version: '1',
    state: 'new',
    title: 'Bulk read',
    round: 1,
    scored_round: 0,
    quiet: false,
    due_at: expect.any(Date),
  });
});

describe('a second detection of the same person', () => {
  test.each([
    [0, 'same person, at the same time, “Bulk read” → “Bulk read”'],
    [60, 'same person, 60 min after, “Bulk read” → “Bulk read”'],
    [-60, 'same person, 60 min before, “Bulk read” → “Bulk read”'],
    [11, 'same person, 11 min after, “Bulk read” → “Bulk read”'],
  ])('joins within the window (%i min), with the reason', async (minutes, because) => {
    const person = aPerson();
    const caseId = await openedCase(ctx, person);
    const second = detectionOf({ ...person, occurredAt: minutesLater(minutes) });
    expect(await arrive(ctx, second)).toMatchObject({ outcome: 'joined', caseId });
    const row = await caseRow(ctx, caseId);
    expect(row.round).toBe(2);
    expect([row.first_seen.toISOString(), row.last_seen.toISOString()]).toEqual([first, minutesLater(minutes)].sort());
    const { joined_because } = await ctx.db
      .selectFrom('detections')
      .select('joined_because')
      .where('case_id', '=', caseId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(joined_because).toBe(because);
  });

  test.each([61, -61])('opens its own case outside the window (%i min)', async (minutes) => {
    const person = aPerson();
    const caseId = await openedCase(ctx, person);
    const other = await arrive(ctx, detectionOf({ ...person, occurredAt: minutesLater(minutes) }));
    expect(other).toMatchObject({ outcome: 'opened' });
    expect(other).not.toMatchObject({ caseId });
  });

  test('the window moves with the case: three detections 50 min apart are one case', async () => {
    const person = aPerson();
    const caseId = await openedCase(ctx, person);
    for (const minutes of [50, 100, -50]) {
      expect(await arrive(ctx, detectionOf({ ...person, occurredAt: minutesLater(minutes) }))).toMatchObject({
        outcome: 'joined',
        caseId,
      });
    }
  });

  test('joins in another product, or in none', async () => {
    const person = aPerson();
    const caseId = await openedCase(ctx, person);
    expect(await arrive(ctx, detectionOf({ ...person, product: 'other' }))).toMatchObject({
      outcome: 'joined',
      caseId,
    });
    const { product: _, ...without } = detectionOf(person);
    expect(await arrive(ctx, without)).toMatchObject({ outcome: 'joined', caseId });
  });

  test('after the case was closed opens a new one', async () => {
    const person = aPerson();
    const caseId = await openedCase(ctx, person);
    await closeCase(ctx, { caseId, resolution: 'benign', note: 'a migration', actor });
    expect(await arrive(ctx, detectionOf(person))).toMatchObject({ outcome: 'opened' });
  });
});

test('the same finding again is a repeat: no case, no new round', async () => {
  const detection = detectionOf();
  const { deliveryId: _, ...opened } = await arrive(ctx, detection);
  const again = await arrive(ctx, { ...detection, severity: 'low', title: 'Bulk read, updated' });
  expect(opened).toMatchObject({ outcome: 'opened' });
  expect(again).toMatchObject({ outcome: 'repeated' });
  if ('caseId' in opened) expect((await caseRow(ctx, opened.caseId)).round).toBe(1);
  const linked = await ctx.db
    .selectFrom('delivery_detections')
    .select('detection_id')
    .where('delivery_id', '=', again.deliveryId)
    .execute();
  expect(linked).toHaveLength(1);
});

test('what its sender had closed already is recorded, without a case', async () => {
  expect(await arrive(ctx, detectionOf({ status: 'false-positive' }))).toMatchObject({ outcome: 'recorded' });
});

test('nobody named: every detection is a case of its own', async () => {
  const { subject: _, ...one } = detectionOf();
  const { subject: __, ...other } = detectionOf();
  expect(await arrive(ctx, one)).toMatchObject({ outcome: 'opened' });
  expect(await arrive(ctx, other)).toMatchObject({ outcome: 'opened' });
});

test('20 detections of one person at once become one case, and every one of them is in it', async () => {
  const person = aPerson();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => arrive(ctx, detectionOf(person))));
  const cases = new Set(outcomes.map((outcome) => ('caseId' in outcome ? outcome.caseId : 0)));
  expect(cases.size).toBe(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
  const [caseId = 0] = cases;
  expect((await caseRow(ctx, caseId)).round).toBe(20);
  const members = await ctx.db.selectFrom('detections').select('id').where('case_id', '=', caseId).execute();
  expect(members).toHaveLength(20);
});

test('20 deliveries of one finding at once become one detection', async () => {
  const detection = detectionOf();
  const deliver = async () => {
    const body = Buffer.from(randomUUID());
    const { id } = await receiveDelivery(ctx, {
      source: 'siem',
      deliveryKey: undefined,
      contentType: 'application/json',
      body,
    });
    return openCase(ctx, { deliveryId: id, detection, playbook: acmePlaybook, actor });
  };
  const outcomes = await Promise.all(Array.from({ length: 20 }, deliver));
  expect(outcomes.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(19);
});

test('a quiet case stays quiet while its new detection is being looked into', async () => {
  const person = aPerson();
  ctx.acme.rows = 3;
  const caseId = await scoredCase(ctx, person);
  expect(await caseRow(ctx, caseId)).toMatchObject({ quiet: true });
  await arrive(ctx, detectionOf(person));
  expect(await queueMessages(ctx, { caseId, story: [] })).toEqual([]);
});
