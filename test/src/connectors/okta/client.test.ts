import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createOktaClient } from '#src/connectors/okta/client.ts';
import { OktaConfig } from '#src/connectors/okta/config.ts';
import { fakeOkta, ORG, refusal } from './fake-okta.ts';
import { apiToken, call, stillClock } from './open-okta.ts';

const okta = fakeOkta();
const row = z.object({ n: z.number() });
const DATE = 'Sun, 22 Nov 2026 09:14:00 GMT';
const RESET = String(Date.parse(DATE) / 1000 + 30);

function open() {
  const clock = stillClock();
  const client = createOktaClient(OktaConfig.parse({ org_url: ORG, auth: apiToken }), { clock });
  return {
    clock,
    list: (maxPages?: number) => client.list({ path: '/api/v1/logs', row, ...call, ...(maxPages ? { maxPages } : {}) }),
    client,
  };
}

const link = (rel: string, after: string, origin = ORG) => `<${origin}/api/v1/logs?after=${after}>; rel="${rel}"`;

describe('paging', () => {
  it('follows two Link lines and one with both', async () => {
    okta.get('/api/v1/logs').reply(
      200,
      [{ n: 1 }],
      [
        ['link', link('self', '0')],
        ['link', link('next', 'a')],
      ].flat(),
    );
    okta.get('/api/v1/logs?after=a').reply(200, [{ n: 2 }], { link: `${link('self', 'a')}, ${link('next', 'b')}` });
    okta.get('/api/v1/logs?after=b').reply(200, [{ n: 3 }], { link: link('self', 'b') });
    expect(await open().list()).toEqual({ rows: [{ n: 1 }, { n: 2 }, { n: 3 }], cut: false });
  });

  it('ends at an empty page, whatever its link says', async () => {
    okta.get('/api/v1/logs').reply(200, [], { link: link('next', 'a') });
    expect(await open().list()).toEqual({ rows: [], cut: false });
  });

  it('stops at the cap and says so', async () => {
    okta.get('/api/v1/logs').reply(200, [{ n: 1 }], { link: link('next', 'a') });
    okta.get('/api/v1/logs?after=a').reply(200, [{ n: 2 }], { link: link('next', 'b') });
    expect(await open().list(2)).toEqual({ rows: [{ n: 1 }, { n: 2 }], cut: true });
  });

  it('does not follow a link to another host', async () => {
    okta.get('/api/v1/logs').reply(200, [{ n: 1 }], { link: link('next', 'a', 'https://evil.test') });
    await expect(open().list()).rejects.toMatchObject({ kind: 'refused' });
  });

  it('waits for the next window instead of being refused in the middle', async () => {
    const headers = {
      link: link('next', 'a'),
      date: DATE,
      'x-rate-limit-limit': '60',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': RESET,
    };
    okta.get('/api/v1/logs').reply(200, [{ n: 1 }], headers);
    await expect(open().list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 31_000 });
  });
});

describe('being refused', () => {
  it('hands a long wait on to the queue', async () => {
    const headers = {
      date: DATE,
      'x-rate-limit-limit': '0',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': RESET,
    };
    okta.get('/api/v1/logs').reply(429, refusal('E0000047'), headers);
    const { list, clock } = open();
    await expect(list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 31_000, vendorCode: 'E0000047' });
    expect(clock.waits).toEqual([]);
  });

  it('waits a short one out', async () => {
    const soon = { date: DATE, 'x-rate-limit-reset': String(Date.parse(DATE) / 1000) };
    okta.get('/api/v1/logs').reply(429, refusal('E0000047'), soon);
    okta.get('/api/v1/logs').reply(200, [{ n: 1 }]);
    const { list, clock } = open();
    expect(await list()).toEqual({ rows: [{ n: 1 }], cut: false });
    expect(clock.waits).toEqual([1000]);
  });

  it('sends a change once only', async () => {
    okta.delete('/api/v1/users/00u1/sessions').reply(500, refusal('E0000009'));
    const path = '/api/v1/users/00u1/sessions';
    await expect(open().client.write({ method: 'DELETE', path, ...call })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('says when an answer has an unknown shape', async () => {
    okta.get('/api/v1/logs').reply(200, [{ m: 1 }]);
    await expect(open().list()).rejects.toMatchObject({ kind: 'unexpected-shape' });
  });
});
