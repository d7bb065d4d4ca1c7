import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { API, call, exchange, grant, open, ROOT, withoutNetwork } from './stage.ts';

withoutNetwork();
beforeEach(() => void exchange().reply(200, grant(1)));

const THROTTLED = { fault: { error: [{ message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429' }] } };
const Row = z.object({ Id: z.string() });
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => ({ Id: String(from + index) }));
const page = (start: number) => ({
  query: `select * from Bill where Id > '0' startposition ${start} maxresults 1000`,
  minorversion: '75',
});

describe('reading', () => {
  it('pages until a page is not full', async () => {
    nock(API)
      .get(`${ROOT}/query`)
      .query(page(1))
      .reply(200, { QueryResponse: { Bill: rows(1000) } });
    nock(API)
      .get(`${ROOT}/query`)
      .query(page(1001))
      .reply(200, { QueryResponse: { Bill: rows(3, 1000) } });
    const found = await open().client.query('Bill', "where Id > '0'", Row, call);
    expect([found.rows.length, found.rows.at(-1), found.cut]).toEqual([1003, { Id: '1002' }, false]);
  });

  it('takes an answer that does not name the entity for an empty one', async () => {
    nock(API).get(`${ROOT}/query`).query(true).reply(200, { QueryResponse: {}, time: 'x' });
    expect(await open().client.query('Bill', '', Row, call)).toEqual({ rows: [], cut: false });
  });

  it('stops at the page cap and says so', async () => {
    nock(API)
      .get(`${ROOT}/query`)
      .query(true)
      .times(5)
      .reply(200, { QueryResponse: { Bill: rows(1000) } });
    expect(await open().client.query('Bill', '', Row, call)).toMatchObject({ cut: true });
  });

  it('hands a throttle back with its minute instead of waiting it out', async () => {
    const worker = open();
    nock(API).get(`${ROOT}/vendor/77`).query(true).reply(429, THROTTLED);
    await expect(worker.client.get('/vendor/77', {}, z.unknown(), call)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 60_000,
    });
    expect(worker.clock.slept).toEqual([]);
  });
});

describe('writing', () => {
  const write = { entity: 'vendor' as const, body: { Id: '77' }, requestId: 'step-4f6b-3' };
  const sent = (requestid = 'step-4f6b-3') =>
    nock(API).post(`${ROOT}/vendor`, { Id: '77' }).query({ requestid, minorversion: '75' });

  it('is sent again with the same requestid when QuickBooks fails or the answer is lost', async () => {
    const worker = open();
    sent().replyWithError('socket hang up');
    sent().reply(500, { Fault: { Error: [{ code: '10000', Message: 'm' }], type: 'SystemFault' } });
    sent().reply(200, { Vendor: { Id: '77' } });
    await worker.client.write(write, call);
    expect(worker.clock.slept).toHaveLength(2);
  });

  it('is sent again with the same requestid and a new token after a 401', async () => {
    sent().reply(401);
    exchange('refresh-1').reply(200, grant(2));
    sent().matchHeader('authorization', 'Bearer access-2').reply(200, {});
    await open().client.write(write, call);
  });

  it('is not sent again after a refusal', async () => {
    sent().reply(400, { Fault: { Error: [{ code: '6000', Detail: 'The period is closed' }] } });
    await expect(open().client.write(write, call)).rejects.toMatchObject({ kind: 'refused' });
  });
});
