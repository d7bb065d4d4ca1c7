import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { playbookFor, rules } from '#playbooks/index.ts';
import { checkChain } from '#src/cases/check-chain.ts';
import { learnIdentity } from '#src/cases/learn-identity.ts';
import { learnPeople } from '#src/cases/learn-people.ts';
import { openCase } from '#src/cases/open.ts';
import { regroupCase } from '#src/cases/regroup.ts';
import { loadCaseView } from '#src/cases/view.ts';
import type { Detection } from '#src/detections/detection.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { actor, caseRow, detectionOf, pass } from '#test/helpers/seed.ts';

let database: TestDatabase;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  ctx = createTestContext(database);
});
afterAll(() => database?.close());

const START = Date.parse('2026-11-22T08:00:00.000Z');
let stories = 0;

async function arrive(detection: Detection) {
  const { id } = await receiveDelivery(ctx, {
    source: detection.source,
    deliveryKey: undefined,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(detection)),
  });
  return openCase(ctx, { deliveryId: id, detection, playbook: playbookFor(detection), rules, actor });
}

/** Four files about one person: two sources know her by her address, one by her Salesforce id, one by both. */
function story(): Detection[] {
  stories += 1;
  const email = `mara${stories}@northwind.example`;
  const salesforce = `005${String(stories).padStart(12, '0')}`;
  const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
  const okta = { product: 'okta', productName: 'Okta', source: 'okta' };
  const crm = { product: 'salesforce', productName: 'Salesforce', source: 'siem' };
  return [
    {
      ...okta,
      kind: 'factor-reset',
      grade: 'event' as const,
      occurredAt: at(0),
      subject: { email, ids: { okta: `00u${stories}` } },
    },
    { ...okta, kind: 'rare-sign-in', occurredAt: at(11), subject: { email, ids: {} } },
    {
      ...crm,
      kind: 'app-authorised',
      grade: 'event' as const,
      occurredAt: at(14),
      subject: { email, ids: { salesforce } },
    },
    { ...crm, kind: 'bulk-export', occurredAt: at(25), subject: { ids: { salesforce } } },
  ].map((parts) => detectionOf(parts));
}

const openCases = (ids: readonly number[]) =>
  ctx.db.selectFrom('cases').select(['id', 'playbook']).where('id', 'in', ids).where('state', '<>', 'closed').execute();

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );

test('the four files of a story, in any of their 24 orders, make one case with the same timeline', async () => {
  const timelines = new Set<string>();
  for (const order of permutations([0, 1, 2, 3])) {
    const files = story();
    const ids = new Set<number>();
    for (const index of order) {
      const opened = await arrive(files[index] ?? detectionOf());
      if ('caseId' in opened) ids.add(opened.caseId);
    }
    const open = await openCases([...ids]);
    expect(open).toEqual([{ id: expect.any(Number), playbook: 'connected-app-exfiltration' }]);
    const view = await loadCaseView(ctx, open[0]?.id ?? 0);
    timelines.add(view.detections.map(({ detection }) => `${detection.occurredAt} ${detection.kind}`).join('\n'));
    expect(view.firstSeen).toBe(files[0]?.occurredAt);
    expect(view.lastSeen).toBe(files[3]?.occurredAt);
  }
  expect([...timelines].map((timeline) => timeline.split('\n').length)).toEqual([4]);
});

test('the sentence says who, when and what', async () => {
  const [, signIn, app] = story();
  await arrive(signIn ?? detectionOf());
  const joined = await arrive(app ?? detectionOf());
  const view = await loadCaseView(ctx, 'caseId' in joined ? joined.caseId : 0);
  expect(view.detections.map(({ joinedBecause }) => joinedBecause)).toEqual([
    'first detection of this case',
    'same person, 3 min after, Okta sign-in from an unusual place → Salesforce app authorised',
  ]);
});

test('two people are never one, however their detections arrive', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), async (order) => {
      const files = [...story(), ...story()];
      const ids = new Set<number>();
      for (const index of order) {
        const opened = await arrive(files[index] ?? detectionOf());
        if ('caseId' in opened) ids.add(opened.caseId);
      }
      expect(await openCases([...ids])).toHaveLength(2);
    }),
    { numRuns: 8 },
  );
});

describe('an event', () => {
  test('opens no case by itself, and is in the case of what follows', async () => {
    const [reset, signIn] = story();
    expect(await arrive(reset ?? detectionOf())).toEqual({ outcome: 'recorded' });
    const opened = await arrive(signIn ?? detectionOf());
    const view = await loadCaseView(ctx, 'caseId' in opened ? opened.caseId : 0);
    expect(view.detections).toHaveLength(2);
  });

  test('that comes late has the case asked about and weighed anew', async () => {
    const [reset, signIn] = story();
    const opened = await arrive(signIn ?? detectionOf());
    const caseId = 'caseId' in opened ? opened.caseId : 0;
    await ctx.db.updateTable('cases').set({ scored_round: 1, due_at: null }).where('id', '=', caseId).execute();
    expect(await arrive(reset ?? detectionOf())).toMatchObject({ outcome: 'joined', caseId });
    expect(await caseRow(ctx, caseId)).toMatchObject({ round: 2, scored_round: 1, due_at: expect.any(Date) });
  });

  test('two that are a chain open a case with its playbook', async () => {
    const payee = { id: `p${Math.random()}`, name: 'Brightwater' };
    const books = {
      product: 'quickbooks',
      productName: 'QuickBooks Online',
      grade: 'event' as const,
      subject: { ids: {} },
      payee,
    };
    const change = detectionOf({ ...books, kind: 'payee-bank-change' });
    const payment = detectionOf({
      ...books,
      kind: 'payment',
      occurredAt: new Date(START + 26 * 3_600_000).toISOString(),
    });
    expect(await arrive(payment)).toEqual({ outcome: 'recorded' });
    const opened = await arrive(change);
    expect(opened).toMatchObject({ outcome: 'opened' });
    const view = await loadCaseView(ctx, 'caseId' in opened ? opened.caseId : 0);
    expect(view.playbook).toBe('vendor-bank-change');
    expect(view.detections.map(({ joinedBecause }) => joinedBecause)).toEqual([
      'the payee’s bank details were changed, then a payment to them was made: QuickBooks Online payee bank details changed → QuickBooks Online payment created',
      'the payee’s bank details were changed, then a payment to them was made: QuickBooks Online payee bank details changed → QuickBooks Online payment created',
    ]);
  });
});

describe('a chain that needs an absence', () => {
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const waiting = (detectionId: string) =>
    ctx.db.selectFrom('chain_waits').selectAll().where('detection_id', '=', detectionId).execute();
  const idOf = async (fingerprintOf: Detection) =>
    (
      await ctx.db
        .selectFrom('detections')
        .select('id')
        .where('body', '@>', JSON.stringify({ senderUid: fingerprintOf.senderUid }))
        .executeTakeFirstOrThrow()
    ).id;
  const check = async (detectionId: string) => {
    const [wait] = await waiting(detectionId);
    return wait && checkChain(ctx, { chainWaitId: wait.id, rules, actor });
  };

  test('says nothing before its time, then opens a case', async () => {
    const [reset] = story();
    const removed = { ...(reset ?? detectionOf()), kind: 'factor-removed', occurredAt: soon(-1) };
    expect(await arrive(removed)).toEqual({ outcome: 'recorded' });
    const id = await idOf(removed);
    expect(await waiting(id)).toMatchObject([{ chain: 'factor-gone-and-not-back', due_at: expect.any(Date) }]);
    expect(await check(id)).toBeUndefined();
    await pass(ctx.db, 3_600);
    const found = await check(id);
    expect(found).toEqual({ caseId: expect.any(Number) });
    expect((await loadCaseView(ctx, found?.caseId ?? 0)).detections[0]?.joinedBecause).toMatch(
      /^a second factor was taken away/,
    );
    expect(await check(id)).toBeUndefined();
  });

  test('is spared by what follows in time', async () => {
    const [reset] = story();
    const removed = { ...(reset ?? detectionOf()), kind: 'factor-removed', occurredAt: soon(-20) };
    await arrive(removed);
    await arrive({
      ...removed,
      kind: 'factor-enrolled',
      senderUid: `${removed.senderUid}-back`,
      occurredAt: soon(-10),
    });
    await pass(ctx.db, 3_600);
    expect(await check(await idOf(removed))).toBeUndefined();
  });
});

describe('what a directory says', () => {
  const learn = (query: string, data: object) => learnIdentity(ctx, { query, data, actor });

  test('makes two cases one, with the reason', async () => {
    const [, signIn, , bulk] = story();
    const one = await arrive(signIn ?? detectionOf());
    const other = await arrive(bulk ?? detectionOf());
    if (!('caseId' in one && 'caseId' in other)) throw new Error('two cases');
    expect(other.caseId).not.toBe(one.caseId);
    const data = { userId: bulk?.subject?.ids.salesforce, email: signIn?.subject?.email?.toUpperCase() };
    expect(await learn('salesforce.user', data)).toBe(true);
    expect(await learn('salesforce.user', data)).toBe(false);
    const regrouped = await regroupCase(ctx, { caseId: other.caseId, rules, actor });
    expect(regrouped).toEqual({ caseId: one.caseId, merged: [other.caseId] });
    const view = await loadCaseView(ctx, one.caseId);
    expect(view.detections).toHaveLength(2);
    expect(view.detections[1]?.joinedBecause).toMatch(
      /^same person by what a vendor’s directory says, 14 min (after|before), Okta/,
    );
    expect((await loadCaseView(ctx, other.caseId)).state).toBe('closed');
  });

  test('is known to whatever arrives later', async () => {
    const [, signIn, , bulk] = story();
    await learn('salesforce.user', { userId: bulk?.subject?.ids.salesforce, email: signIn?.subject?.email });
    const one = await arrive(signIn ?? detectionOf());
    expect(await arrive(bulk ?? detectionOf())).toMatchObject({
      outcome: 'joined',
      caseId: 'caseId' in one ? one.caseId : 0,
    });
  });

  test('and cordon.yaml about its own people: a Slack account is somebody with an address', async () => {
    await learnPeople(ctx, actor);
    const [noor] = ctx.config.roles.security.people;
    const one = await arrive(detectionOf({ subject: { email: noor?.email ?? '', ids: {} } }));
    const other = await arrive(detectionOf({ subject: { ids: { slack: noor?.slack ?? '' } } }));
    expect(other).toMatchObject({ outcome: 'joined', caseId: 'caseId' in one ? one.caseId : 0 });
  });

  test('counts when it comes to who is concerned', async () => {
    const bulk = story()[3] ?? detectionOf();
    await learn('salesforce.user', { userId: bulk.subject?.ids.salesforce, email: 'Ana.Lima@northwind.example' });
    const opened = await arrive(bulk);
    expect(await loadConcerned(ctx, 'caseId' in opened ? opened.caseId : 0)).toEqual(['ana.lima@northwind.example']);
  });

  test('about two people leaves them two, and says so', async () => {
    const [, signIn, , bulk] = story();
    const [, , app, theirs] = story();
    await learn('okta.user', { userId: 'a', email: signIn?.subject?.email });
    await learn('salesforce.user', { userId: theirs?.subject?.ids.salesforce, email: app?.subject?.email });
    await arrive(signIn ?? detectionOf());
    const subject = { email: signIn?.subject?.email, ids: theirs?.subject?.ids ?? {} } as Detection['subject'];
    const opened = await arrive({ ...(bulk ?? detectionOf()), ...(subject && { subject }) });
    expect(opened).toMatchObject({ outcome: 'opened' });
    const row = await ctx.db
      .selectFrom('detections')
      .select('ambiguous')
      .where('case_id', '=', 'caseId' in opened ? opened.caseId : 0)
      .executeTakeFirstOrThrow();
    expect(row.ambiguous).toMatch(
      /belong to different people by what (okta and salesforce|salesforce and okta) says\. Nobody is assumed/,
    );
  });
});
