import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { changesSince } from '#src/connectors/quickbooks/change-feed.ts';
import { changes } from '#src/connectors/quickbooks/queries/changes.ts';
import { API, call, exchange, grant, NOW, open, ROOT, withoutNetwork } from './stage.ts';

withoutNetwork();
beforeEach(() => void exchange().reply(200, grant(1)));

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS);
const vendors = (count: number, hours = 1) =>
  Array.from({ length: count }, (_, index) => ({
    Id: String(index),
    DisplayName: `Supplier ${index}`,
    MetaData: { LastUpdatedTime: hoursAgo(hours).toISOString() },
  }));

/** The next answer to this question. */
const feed = (entities: string, hours: number, QueryResponse: unknown[]) =>
  nock(API)
    .get(`${ROOT}/cdc`)
    .query({ entities, changedSince: `${hoursAgo(hours).toISOString().slice(0, 19)}Z`, minorversion: '75' })
    .reply(200, { CDCResponse: [{ QueryResponse }], time: 'x' });

const ask = (entities: string[], hours: number) =>
  changesSince(open().client, { entities, since: hoursAgo(hours) }, call);

describe('a feed that is not full', () => {
  it('is read once: changed records by name, deleted ones as stubs, oldest first', async () => {
    const stub = {
      Id: '2479',
      domain: 'QBO',
      status: 'Deleted',
      MetaData: { LastUpdatedTime: '2026-11-22T08:00:00Z' },
    };
    feed('Vendor,BillPayment', 48, [
      { Vendor: vendors(1), startPosition: 1 },
      { BillPayment: [stub], startPosition: 1 },
    ]);
    const { changes: found, incomplete } = await ask(['Vendor', 'BillPayment'], 48);
    expect(found).toEqual([
      { entity: 'BillPayment', id: '2479', name: null, when: '2026-11-22T08:00:00.000Z', deleted: true },
      { entity: 'Vendor', id: '0', name: 'Supplier 0', when: '2026-11-22T08:14:00.000Z', deleted: false },
    ]);
    expect(incomplete).toEqual([]);
  });

  it('refuses a fault that comes inside a success', async () => {
    nock(API)
      .get(`${ROOT}/cdc`)
      .query(true)
      .reply(200, { CDCResponse: [{ Fault: { Error: [{ code: '6000', Detail: 'not now' }] } }] });
    await expect(ask(['Vendor'], 48)).rejects.toThrow('QuickBooks refused the change: not now');
  });
});

describe('a full feed', () => {
  it('is asked again for each kind, and is complete when each fits', async () => {
    feed('Vendor,Bill', 48, [{ Vendor: vendors(600) }, { Bill: vendors(400) }]);
    feed('Vendor', 48, [{ Vendor: vendors(600) }]);
    feed('Bill', 48, [{ Bill: vendors(450) }]);
    const found = await ask(['Vendor', 'Bill'], 48);
    expect([found.changes.length, found.rows, found.incomplete]).toEqual([1050, 2050, []]);
  });

  it('is then asked for later halves of the time, and says from when on it is complete', async () => {
    feed('Vendor', 48, [{ Vendor: vendors(1000, 30) }]);
    feed('Vendor', 48, [{ Vendor: vendors(1000, 30) }]);
    feed('Vendor', 24, [{ Vendor: vendors(1000, 20) }]);
    feed('Vendor', 12, [{ Vendor: vendors(40, 6) }]);
    const { incomplete, changes: found } = await ask(['Vendor'], 48);
    expect(incomplete).toEqual([{ entity: 'Vendor', from: hoursAgo(12).toISOString() }]);
    expect(found.filter(({ when }) => when === hoursAgo(6).toISOString())).toHaveLength(40);
  });

  it('is given up after four halves; the answer says so', async () => {
    const entities =
      'BillPayment,Bill,Vendor,VendorCredit,Transfer,JournalEntry,Purchase,Account,Preferences,CompanyInfo';
    feed(entities, 48, [{ Vendor: vendors(1000) }]);
    for (const entity of entities.split(',').filter((one) => one !== 'Vendor')) feed(entity, 48, []);
    for (const hours of [48, 24, 12, 6, 3]) feed('Vendor', hours, [{ Vendor: vendors(1000) }]);
    const input = { since: hoursAgo(48).toISOString(), until: NOW.toISOString() };
    const answer = await changes.run(open().client, input, call);
    expect(answer.data).toMatchObject({ saturated: true, changes: { length: 1000 } });
    expect(answer.summary).toBe('At least 1,000 records changed (1000 Vendor), 0 of them deleted.');
    expect(answer.notVisible[0]).toBe(
      'Some changes of Vendor before 2026-11-22 09:14 UTC: QuickBooks tells of 1,000 at a time, and there were more.',
    );
  });
});

it('asks for thirty days at most and says so', async () => {
  const thirty = 30 * 24;
  nock(API)
    .get(`${ROOT}/cdc`)
    .query(({ changedSince }) => changedSince === `${hoursAgo(thirty).toISOString().slice(0, 19)}Z`)
    .reply(200, { CDCResponse: [{ QueryResponse: [{}] }] });
  const input = { since: hoursAgo(thirty + 240).toISOString(), until: NOW.toISOString() };
  const answer = await changes.run(open().client, input, call);
  expect(answer.notVisible[0]).toBe('Before 2026-10-23: QuickBooks tells of changes for 30 days.');
});
