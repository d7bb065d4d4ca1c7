import { beforeEach, describe, expect, it } from 'vitest';
import { createQuickbooksTwin } from '#sandbox/vendors/quickbooks/index.ts';
import { FIRST_REFRESH_TOKEN, openGrants } from '#sandbox/vendors/quickbooks/oauth.ts';
import { seedUsualPayment, seedVendorBankChange } from '#sandbox/vendors/quickbooks/seed.ts';
import { createWorld } from '#sandbox/world.ts';
import { createMemoryWorld } from '#test/helpers/memory-world.ts';
import { exchange, NOW, raw, servedCompany } from './served-company.ts';

const HOUR_MS = 3_600_000;
const served = servedCompany();
let token = '';
beforeEach(async () => {
  token = (await exchange(served.url, FIRST_REFRESH_TOKEN)).access_token;
});

const get = (path: string) => raw(served.url, path, token);
const post = (path: string, body: object) =>
  raw(served.url, path, token, { method: 'POST', body: JSON.stringify(body) });
const ask = async (statement: string) =>
  (await get(`/query?query=${encodeURIComponent(statement)}`)).body.QueryResponse;
const voiding = (paymentId: string, requestid: string, SyncToken = '0') =>
  post(`/billpayment?operation=update&include=void&requestid=${requestid}`, { Id: paymentId, SyncToken, sparse: true });

describe('access', () => {
  it('gives out a new refresh token each time, and takes the one before for a day', async () => {
    const first = await exchange(served.url, FIRST_REFRESH_TOKEN);
    const second = await exchange(served.url, first.refresh_token);
    expect(new Set([FIRST_REFRESH_TOKEN, first.refresh_token, second.refresh_token]).size).toBe(3);
    served.world.advance(23 * HOUR_MS);
    expect((await exchange(served.url, first.refresh_token)).status).toBe(200);
    served.world.advance(2 * HOUR_MS);
    expect(await exchange(served.url, first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await exchange(served.url, 'stolen')).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('knows its app', async () => {
    expect(await exchange(served.url, FIRST_REFRESH_TOKEN, 'guess')).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
  });

  it('ends after an hour, in the shape of the gateway', async () => {
    expect((await get('/vendor/77')).status).toBe(200);
    served.world.advance(HOUR_MS);
    const { status, body } = await get('/vendor/77');
    expect([status, JSON.stringify(body)]).toEqual([401, expect.stringContaining('errorCode=003200; statusCode=401')]);
  });

  it('survives setting the scene anew', () => {
    const world = createWorld();
    const grants = openGrants(world);
    grants.issued = 7;
    world.reset();
    expect(grants).toMatchObject({ issued: 7, refresh: [{ value: FIRST_REFRESH_TOKEN }] });
  });

  it('is for one company only', async () => {
    const response = await fetch(`${served.url}/v3/company/1/vendor/77`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(403);
  });

  it('is throttled after 500 calls a minute, in the packed shape', async () => {
    const world = createMemoryWorld({ now: NOW });
    const query = createQuickbooksTwin(world).routes.find(({ pattern }) => pattern.endsWith('/query'));
    const request = { method: 'GET', path: '', params: {}, query: new URLSearchParams(), headers: {}, body: '' };
    const statusOf = async () => (await query?.handle(request))?.status;
    for (let calls = 0; calls < 500; calls += 1) expect(await statusOf()).toBe(401);
    expect(await query?.handle(request)).toMatchObject({
      status: 429,
      body: { fault: { error: [{ message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429' }] } },
    });
    world.advance(60_000);
    expect(await statusOf()).toBe(401);
  });
});

describe('reading', () => {
  it('shows an entity as QuickBooks writes it, with a reference', async () => {
    const { body, reference } = await get('/vendor/77');
    expect(reference).toMatch(/^1-sandbox-\d{6}$/);
    expect(body.Vendor).toMatchObject({
      Id: '77',
      DisplayName: 'Brightwater Supplies',
      Active: true,
      PrimaryPhone: { FreeFormNumber: expect.stringMatching(/41$/) },
    });
    expect(await get('/billpayment/1')).toMatchObject({ status: 400, body: { Fault: { Error: [{ code: '610' }] } } });
  });

  it('hides inactive suppliers unless they are asked for', async () => {
    expect(await ask('select * from Vendor')).toMatchObject({ Vendor: { length: 3 } });
    expect(await ask('select * from Vendor where Active in (true, false)')).toMatchObject({ Vendor: { length: 4 } });
    expect(await ask('select * from Vendor where Active = false')).toMatchObject({
      Vendor: [{ DisplayName: 'Old Mill Print' }],
    });
  });

  it('pages, orders, counts and compares', async () => {
    expect(await ask("select count(*) from BillPayment where VendorRef = '77'")).toEqual({ totalCount: 14 });
    const page = (await ask(
      "SELECT * FROM BillPayment WHERE VendorRef = '77' AND TotalAmt >= '8000' ORDERBY TotalAmt DESC STARTPOSITION 2 MAXRESULTS 2",
    )) as { BillPayment: { TotalAmt: number }[] };
    expect(page.BillPayment.map(({ TotalAmt }) => TotalAmt)).toEqual([8475, 8240]);
    expect(await ask("select * from Vendor where DisplayName like 'Harbor%'")).toMatchObject({
      Vendor: [{ Id: '78' }],
    });
    expect(await ask("select * from Vendor where DisplayName = 'O\\'Neill'")).toEqual({});
  });

  it.each([
    'select Id from Vendor',
    "select * from Vendor where Id = '1' or Id = '2'",
    'select * from Vendor maxresults 1001',
    'drop table Vendor',
  ])('does not understand %s', async (statement) => {
    const { status } = await get(`/query?query=${encodeURIComponent(statement)}`);
    expect(status).toBe(400);
  });

  it('tells of changes for thirty days, deletions last', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    await post('/billpayment?operation=delete', { Id: paymentId, SyncToken: '0' });
    const since = new Date(served.world.now().getTime() - 20 * HOUR_MS).toISOString();
    const { body } = await get(`/cdc?entities=Vendor,BillPayment&changedSince=${since}`);
    expect(body.CDCResponse).toMatchObject([
      {
        QueryResponse: [{ Vendor: [{ Id: '77' }] }, { BillPayment: [{ Id: paymentId, status: 'Deleted' }] }],
      },
    ]);
    expect((await get('/cdc?entities=Vendor&changedSince=2026-10-01T00:00:00Z')).status).toBe(400);
  });

  it('draws its report flat or in sections, with the columns asked for', async () => {
    const columns = 'columns=tx_date,txn_type,name,create_by';
    const flat = (await get(`/reports/TransactionList?vendor=77&${columns}`)).body;
    expect(flat.Columns).toEqual({
      Column: ['Date', 'Transaction Type', 'Name', 'Created By'].map((ColTitle, index) => ({
        ColTitle,
        ColType: columns.slice(8).split(',')[index],
      })),
    });
    expect(flat.Rows).toMatchObject({ Row: { length: 28 } });
    const grouped = (await get('/reports/TransactionList?group_by=Name')).body;
    expect(grouped.Rows).toMatchObject({ Row: [{ type: 'Section', Rows: { Row: expect.anything() } }, {}, {}] });
    const empty = (await get('/reports/TransactionList?start_createdate=2026-11-22')).body;
    expect(empty).toMatchObject({ Header: { Option: [{ Name: 'NoReportData', Value: 'true' }] }, Rows: {} });
  });
});

describe('writing', () => {
  it('voids a payment: zero, no lines, a note, an open bill', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    const { body } = await voiding(paymentId, 'a');
    expect(body.BillPayment).toMatchObject({ TotalAmt: 0, Line: [], SyncToken: '1', PrivateNote: 'Voided' });
    expect((await get('/vendor/77')).body.Vendor).toMatchObject({ Balance: 48_200 });
  });

  it('plays the first answer again to the same requestid', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    const first = await voiding(paymentId, 'a');
    served.world.advance(HOUR_MS / 2);
    const again = await voiding(paymentId, 'a');
    expect(again.body.BillPayment).toEqual(first.body.BillPayment);
    expect(await voiding(paymentId, 'b')).toMatchObject({
      status: 400,
      body: { Fault: { Error: [{ code: '5010' }] } },
    });
  });

  it('refuses an old version in the words of QuickBooks, naming the last writer', async () => {
    const { paymentId } = seedUsualPayment(served.world);
    const { body } = await voiding(paymentId, 'a', '9');
    expect(body.Fault).toMatchObject({
      type: 'ValidationFault',
      Error: [{ Detail: expect.stringContaining('You and Dana Ortiz were working on this at the same time.') }],
    });
  });

  it('says done and does nothing when told to, and does it the next time', async () => {
    const { paymentId } = seedVendorBankChange(served.world);
    served.world.pretendNext('/v3/company');
    expect(await voiding(paymentId, 'a')).toMatchObject({ status: 200, body: { BillPayment: { TotalAmt: 0 } } });
    expect((await get(`/billpayment/${paymentId}`)).body.BillPayment).toMatchObject({
      TotalAmt: 48_200,
      SyncToken: '0',
    });
    await voiding(paymentId, 'a');
    expect((await get(`/billpayment/${paymentId}`)).body.BillPayment).toMatchObject({ TotalAmt: 0 });
  });

  it('takes a supplier out of use and back', async () => {
    const update = (SyncToken: string, Active: boolean) =>
      post('/vendor', { Id: '77', SyncToken, sparse: true, Active });
    expect((await update('1', false)).body.Vendor).toMatchObject({ Active: false, SyncToken: '2' });
    expect(served.panel()).toEqual(['Brightwater Supplies: inactive (contained)']);
    expect((await update('2', true)).body.Vendor).toMatchObject({ Active: true, SyncToken: '3' });
    expect(await post('/vendor', { Id: '77', SyncToken: '3', Active: false })).toMatchObject({ status: 400 });
  });
});

describe('scenes', () => {
  it('sets each payment under a number of its own, and shows the last one', async () => {
    const first = seedVendorBankChange(served.world);
    const second = seedVendorBankChange(served.world);
    expect(first.paymentId).not.toBe(second.paymentId);
    expect(served.panel()).toEqual([
      'Payment to Brightwater Supplies: €48,200.00 · open (bad)',
      'Brightwater Supplies: active (ok)',
    ]);
    await voiding(second.paymentId, 'a');
    expect(served.panel()[0]).toBe('Payment to Brightwater Supplies: €48,200.00 · voided (contained)');
    seedUsualPayment(served.world);
    expect(served.panel()).toEqual([
      'Payment to Harbor Freight Lines: €4,120.00 · open (ok)',
      'Harbor Freight Lines: active (ok)',
    ]);
  });

  it.each([
    ['in the morning', 0, '2026-11-22T15:00:00.000Z'],
    ['late in the afternoon', 6.5 * HOUR_MS, '2026-11-22T17:00:00.000Z'],
    ['just after midnight', 15 * HOUR_MS, '2026-11-23T15:00:00.000Z'],
  ])('are due in time for people to decide when set %s', (_, later, dueAt) => {
    served.world.advance(later);
    expect(seedVendorBankChange(served.world).dueAt).toBe(dueAt);
  });
});
