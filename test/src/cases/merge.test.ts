import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { playbookFor, rules } from '#playbooks/index.ts';
import { mergeCases } from '#src/cases/merge.ts';
import { openCase } from '#src/cases/open.ts';
import { reopenCase } from '#src/cases/reopen.ts';
import { unmergeCase } from '#src/cases/unmerge.ts';
import { loadCaseView } from '#src/cases/view.ts';
import type { Detection } from '#src/detections/detection.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { scoreCase } from '#src/enrichment/score-case.ts';
import { verifyChain } from '#src/journal/verify-chain.ts';
import { approveStep } from '#src/response/approve-step.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import {
  actor,
  arrive,
  detectionOf,
  enrich,
  openedCase,
  plannedCase,
  somebody,
  stepOf,
  story,
} from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const merge = (from: number, into: number, because = 'ticket 8812 says so') =>
  mergeCases(ctx, { from, into, because, actor, rules });
const unmerge = (caseId: number, reason = 'two different people') => unmergeCase(ctx, { caseId, reason, actor });
/** What people see of a case, without what moves by itself. */
async function seen(caseId: number) {
  const {
    revision: _,
    updatedAt: __,
    scoredRound: ___,
    score: ____,
    questions: _____,
    steps,
    ...view
  } = await loadCaseView(ctx, caseId);
  return { ...view, steps: steps.map(({ key }) => key) };
}

test('a merge moves what the case had, says where it went, and asks anew', async () => {
  const [from, into] = [await plannedCase(ctx, { occurredAt: '2026-11-22T07:00:00.000Z' }), await plannedCase(ctx)];
  expect(await merge(from, into)).toEqual({ from, into });
  const [gone, kept] = [await loadCaseView(ctx, from), await loadCaseView(ctx, into)];
  expect(gone).toMatchObject({ state: 'closed', resolution: 'merged', mergedInto: into, detections: [] });
  expect(gone.steps.map(({ state }) => state)).toEqual(gone.steps.map(() => 'voided'));
  expect(kept).toMatchObject({
    merged: [{ id: from, because: 'ticket 8812 says so' }],
    firstSeen: '2026-11-22T07:00:00.000Z',
  });
  expect(kept.detections.map(({ joinedBecause }) => joinedBecause)).toEqual([
    'ticket 8812 says so',
    'first detection of this case',
  ]);
  expect(await story(ctx, into)).toContain('case.merged');
  expect(await story(ctx, from)).toContain('case.merged-away');
  expect(await scoreCase(ctx, { caseId: from, playbook: acmePlaybook, actor })).toEqual({ outcome: 'nothing-to-do' });
  expect(await enrich(ctx, into)).toMatchObject({ outcome: 'scored' });
});

test('taking it back restores both exactly, and they are not merged again by themselves', async () => {
  const person = { subject: { email: 'exact@northwind.example', ids: {} } };
  const from = await plannedCase(ctx, { ...person, occurredAt: '2026-11-22T04:00:00.000Z' });
  const into = await plannedCase(ctx, person);
  const before = [await seen(from), await seen(into)];
  await merge(from, into);
  expect(await unmerge(from)).toEqual({ from, into });
  expect([await seen(from), await seen(into)]).toEqual(before);
  const between = detectionOf({ ...person, occurredAt: '2026-11-22T07:30:00.000Z' });
  await arrive(ctx, between);
  const bridge = detectionOf({ ...person, occurredAt: '2026-11-22T04:50:00.000Z' });
  await arrive(ctx, bridge);
  expect((await loadCaseView(ctx, from)).state).not.toBe('closed');
  expect((await loadCaseView(ctx, into)).state).not.toBe('closed');
  expect(await verifyChain(database.db)).toMatchObject({ ok: true });
});

describe('refused', () => {
  test('a case on which people acted moves nowhere; the other one does', async () => {
    const [acted, other] = [await plannedCase(ctx), await plannedCase(ctx)];
    const step = await stepOf(ctx, acted, 'freeze');
    await approveStep(ctx, { stepId: step.id, digest: step.digest, slackUser: somebody.security, reason: 'seen' });
    expect(await merge(acted, other)).toEqual({ from: other, into: acted });
  });

  test.each([
    ['without a reason', (one: number, other: number) => merge(one, other, ' '), 'no-reason'],
    ['with itself', (one: number) => merge(one, one), 'same-case'],
  ])('%s', async (_, act, code) => {
    const [one, other] = [await openedCase(ctx), await openedCase(ctx)];
    await expect(act(one, other)).rejects.toMatchObject({ code });
  });

  test('twice, and taking back what is not merged; a merged case is taken out, not reopened', async () => {
    const [one, other] = [await openedCase(ctx), await openedCase(ctx)];
    await expect(unmerge(one)).rejects.toMatchObject({ code: 'not-merged' });
    await merge(one, other);
    await expect(merge(one, other)).rejects.toMatchObject({ code: 'cannot-merge' });
    await expect(reopenCase(ctx, { caseId: one, reason: 'x', actor })).rejects.toMatchObject({ code: 'not-closed' });
    await unmerge(one);
    await expect(unmerge(one)).rejects.toMatchObject({ code: 'not-merged' });
  });
});

test('whoever the moved detections are about stays concerned, on both cards', async () => {
  const one = await openedCase(ctx, { subject: { email: 'one@northwind.example', ids: {} } });
  const other = await openedCase(ctx, { subject: { email: 'other@northwind.example', ids: {} } });
  await merge(one, other);
  for (const caseId of [one, other])
    expect(await loadConcerned(ctx, caseId)).toEqual(
      expect.arrayContaining(['one@northwind.example', 'other@northwind.example']),
    );
});

test('merged on and taken out of the middle, every detection is back where it was', async () => {
  const [a, b, c] = [await openedCase(ctx), await openedCase(ctx), await openedCase(ctx)];
  const before = [await seen(a), await seen(b), await seen(c)];
  await merge(a, b);
  await merge(b, c);
  await unmerge(a);
  await unmerge(b);
  expect([await seen(a), await seen(b), await seen(c)]).toEqual(before);
});

test('ten people merging the same two at once: one merge', async () => {
  const [one, other] = [await openedCase(ctx), await openedCase(ctx)];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? merge(one, other) : merge(other, one))),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await loadCaseView(ctx, one)).detections.length + (await loadCaseView(ctx, other)).detections.length).toBe(2);
});

test('a case of two threats is worked with both playbooks; taken apart, each has its own again', async () => {
  const open = async (detection: Detection) => {
    const input = {
      source: 'siem',
      deliveryKey: detection.senderUid,
      contentType: 'application/json',
      body: Buffer.from('{}'),
    };
    const { id: deliveryId } = await receiveDelivery(ctx, input);
    const opened = await openCase(ctx, { deliveryId, detection, playbook: playbookFor(detection), rules, actor });
    return 'caseId' in opened ? opened.caseId : 0;
  };
  const into = await open(detectionOf({ product: 'salesforce', kind: 'connected-app-exfiltration' }));
  const from = await open(detectionOf({ product: 'quickbooks', kind: 'vendor-bank-change' }));
  await merge(from, into);
  expect((await loadCaseView(ctx, into)).playbook).toBe('connected-app-exfiltration+vendor-bank-change');
  await unmerge(from);
  expect((await loadCaseView(ctx, into)).playbook).toBe('connected-app-exfiltration');
  expect((await loadCaseView(ctx, from)).playbook).toBe('vendor-bank-change');
});
