/** What `npm run bench -- storm` and the thinking about it found in how cases come together: each test is one way to a wrong case. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { playbookFor, rules } from '#playbooks/index.ts';
import { checkChain } from '#src/cases/check-chain.ts';
import { openCase } from '#src/cases/open.ts';
import type { Detection } from '#src/detections/detection.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { createTestContext, type TestContext } from '#test/helpers/context.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { eventually } from '#test/helpers/eventually.ts';
import { actor, detectionOf, openedCase, pass, plannedCase } from '#test/helpers/seed.ts';

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
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
let people = 0;

/** Ids of somebody, and of a payee and an app, nobody else in this file has. */
function somebodyNew() {
  people += 1;
  return {
    email: `found${people}@northwind.example`,
    salesforce: `005${String(people).padStart(12, '0')}`,
    payee: { id: `found-${people}`, name: 'Brightwater Supplies' },
    integration: { id: `app-${people}`, name: 'Ticket Portal' },
  };
}

const nobody = { ids: {} };
const crm = { product: 'salesforce', productName: 'Salesforce' };
const books = { product: 'quickbooks', productName: 'QuickBooks Online' };
const event = { grade: 'event' as const };

async function deliver(detection: Detection): Promise<string> {
  const { id } = await receiveDelivery(ctx, {
    source: detection.source,
    deliveryKey: undefined,
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(detection)),
  });
  return id;
}

const open = (detection: Detection, deliveryId: string) =>
  openCase(ctx, { deliveryId, detection, playbook: playbookFor(detection), rules, actor });

const arrive = async (detection: Detection) => open(detection, await deliver(detection));

/** Which of these are together: the indices by open case, and those in none. */
async function together(detections: readonly Detection[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('detections')
    .leftJoin('cases', 'cases.id', 'detections.case_id')
    .select(['detections.case_id', 'cases.state', sql<string>`body->>'senderUid'`.as('uid')])
    .where(
      sql<string>`body->>'senderUid'`,
      'in',
      detections.map(({ senderUid }) => senderUid),
    )
    .execute();
  const places = Map.groupBy(rows, ({ case_id, state }) => (case_id === null ? 'none' : `${case_id} ${state}`));
  return [...places]
    .map(([place, held]) => {
      const indices = held.map(({ uid }) => detections.findIndex(({ senderUid }) => senderUid === uid)).sort();
      return place === 'none'
        ? `in no case: ${indices}`
        : place.endsWith('closed')
          ? `closed: ${indices}`
          : `${indices}`;
    })
    .sort();
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** What three findings end as, by the order in which they arrive. */
async function inEveryOrder(make: () => Detection[]): Promise<Record<string, string[]>> {
  const ends: Record<string, string[]> = {};
  for (const order of ORDERS) {
    const files = make();
    for (const index of order) await arrive(files[index] ?? detectionOf());
    ends[order.join(' ')] = await together(files);
  }
  return ends;
}

const always = (end: string[]) => Object.fromEntries(ORDERS.map((order) => [order.join(' '), end]));

describe('whatever the order of arrival', () => {
  test('an event that another event ties to the finding is in its case', async () => {
    const ends = await inEveryOrder(() => {
      const { email, salesforce } = somebodyNew();
      return [
        { ...event, ...crm, kind: 'permission-change', occurredAt: at(0), subject: { ids: { salesforce } } },
        { ...event, ...crm, kind: 'permission-change', occurredAt: at(5), subject: { email, ids: { salesforce } } },
        { kind: 'rare-sign-in', occurredAt: at(10), subject: { email, ids: {} } },
      ].map((parts) => detectionOf(parts));
    });
    expect(ends).toEqual(always(['0,1,2']));
  });

  test('two payments after one change of bank details are one case', async () => {
    const ends = await inEveryOrder(() => {
      const { payee } = somebodyNew();
      const paid = { ...books, kind: 'payment', subject: nobody, payee };
      return [
        { ...books, ...event, kind: 'payee-bank-change', occurredAt: at(0), subject: nobody, payee },
        { ...paid, occurredAt: at(10) },
        { ...paid, occurredAt: at(20) },
      ].map((parts) => detectionOf(parts));
    });
    expect(ends).toEqual(always(['0,1,2']));
  });

  test('two people and a finding about the app both use come out the same', async () => {
    const ends = await inEveryOrder(() => {
      const { integration, email } = somebodyNew();
      const other = somebodyNew().email;
      const read = { ...crm, kind: 'bulk-export', integration };
      return [
        { ...read, occurredAt: at(0), subject: { email, ids: {} } },
        { ...read, occurredAt: at(5), subject: { email: other, ids: {} } },
        { ...read, occurredAt: at(10), subject: nobody },
      ].map((parts) => detectionOf(parts));
    });
    expect(new Set(Object.values(ends).map((end) => end.join(' | ')))).toHaveProperty('size', 1);
  });
});

describe('at the same moment', () => {
  /** How many sessions of this database wait for another. */
  const waitingFor = (count: number) =>
    eventually(async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(ctx.db);
      return (rows[0]?.count ?? 0) >= count || undefined;
    });

  /** Runs these so that each has begun, and the first has done all its work, before any of them commits. */
  async function atOnce(...work: (() => Promise<unknown>)[]): Promise<void> {
    const running: Promise<unknown>[] = [];
    await ctx.db.transaction().execute(async (tx) => {
      await sql`lock table journal_entries in exclusive mode`.execute(tx);
      for (const start of work) {
        running.push(start());
        await waitingFor(running.length);
      }
    });
    await Promise.all(running);
  }

  test('a chain whose wait is over and a finding of the same person make one case', async () => {
    const { email } = somebodyNew();
    const okta = { product: 'okta', productName: 'Okta', subject: { email, ids: {} } };
    const reset = detectionOf({ ...okta, ...event, kind: 'factor-reset', occurredAt: at(0) });
    const signIn = detectionOf({ ...okta, kind: 'rare-sign-in', occurredAt: at(11) });
    await arrive(reset);
    await pass(ctx.db, 7_200);
    const { id: chainWaitId } = await ctx.db
      .selectFrom('chain_waits')
      .innerJoin('detections', 'detections.id', 'chain_waits.detection_id')
      .select('chain_waits.id')
      .where(sql<string>`body->>'senderUid'`, '=', reset.senderUid)
      .executeTakeFirstOrThrow();
    const delivery = await deliver(signIn);
    await atOnce(
      () => open(signIn, delivery),
      () => checkChain(ctx, { chainWaitId, rules, actor }),
    );
    expect(await together([reset, signIn])).toEqual(['0,1']);
  });

  test('an export and a payment that one change of bank details ties together make one case', async () => {
    const { email, payee } = somebodyNew();
    const subject = { email, ids: {} };
    const files = [
      { ...crm, kind: 'bulk-export', occurredAt: at(0), subject },
      { ...books, ...event, kind: 'payee-bank-change', occurredAt: at(10), subject, payee },
      { ...books, ...event, kind: 'payment', occurredAt: at(20), subject: nobody, payee },
    ].map((parts) => detectionOf(parts));
    const [exported = detectionOf(), changed = detectionOf(), paid = detectionOf()] = files;
    await arrive(changed);
    const [one, other] = [await deliver(exported), await deliver(paid)];
    await atOnce(
      () => open(exported, one),
      () => open(paid, other),
    );
    expect(await together(files)).toEqual(['0,1,2']);
  });

  test('a finding and an event that only another event ties together are one case', async () => {
    const { email, salesforce } = somebodyNew();
    const files = [
      { ...event, ...crm, kind: 'permission-change', occurredAt: at(0), subject: { ids: { salesforce } } },
      { ...event, ...crm, kind: 'permission-change', occurredAt: at(5), subject: { email, ids: { salesforce } } },
      { kind: 'rare-sign-in', occurredAt: at(10), subject: { email, ids: {} } },
    ].map((parts) => detectionOf(parts));
    const [far = detectionOf(), tie = detectionOf(), found = detectionOf()] = files;
    await arrive(tie);
    const [one, other] = [await deliver(found), await deliver(far)];
    await atOnce(
      () => open(found, one),
      () => open(far, other),
    );
    expect(await together(files)).toEqual(['0,1,2']);
  });

  test('a merge and a vote on a step of the case that goes do not end in a deadlock', async () => {
    const { email, salesforce } = somebodyNew();
    const ours = { playbooks: [acmePlaybook], chains: [] };
    await openedCase(ctx, { subject: { ids: { salesforce } } });
    const going = await plannedCase(ctx, { subject: { email, ids: {} } });
    const both = detectionOf({ subject: { email, ids: { salesforce } } });
    const deliveryId = await deliver(both);
    let merging: Promise<PromiseSettledResult<unknown>[]> | undefined;
    // As prepareSteps and castVote do: the steps, then their case.
    const voting = ctx.db.transaction().execute(async (tx) => {
      await tx.selectFrom('steps').select('id').where('case_id', '=', going).forUpdate().execute();
      const input = { deliveryId, detection: both, playbook: acmePlaybook, rules: ours, actor };
      merging = Promise.allSettled([openCase(ctx, input)]);
      await waitingFor(1);
      await tx.selectFrom('cases').select('id').where('id', '=', going).forUpdate().execute();
    });
    const ends = [...(await Promise.allSettled([voting])), ...((await merging) ?? [])];
    expect(ends.map((end) => (end.status === 'rejected' ? String(end.reason) : 'done'))).toEqual(['done', 'done']);
  });
});
