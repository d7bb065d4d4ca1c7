import { describe, expect, it } from 'vitest';
import { explainFault, lastWriter, readFault } from '#src/connectors/quickbooks/faults.ts';
import type { VendorError } from '#src/errors.ts';

const STALE =
  'Stale Object Error : You and Dana Ortiz were working on this at the same time. Dana Ortiz finished before you did, so your work was not saved.';
const THROTTLED = 'message=ThrottleExceeded; errorCode=003001; statusCode=429';
const XML = `<?xml version="1.0"?><IntuitResponse time="2026-11-22T09:14:00Z"><Fault type="SERVICE"><Error code="3001"><Message>${THROTTLED.replace('429', '403')}</Message><Detail>The request limit was reached.</Detail></Error></Fault></IntuitResponse>`;

const accounting = (code: string, Message: string, Detail: string) => ({
  Fault: { Error: [{ Message, Detail, code, element: '' }], type: 'ValidationFault' },
  time: '2026-11-22T09:14:00Z',
});
const gateway = (message: string) => ({
  fault: { error: [{ message, detail: 'x', code: '' }], type: 'AUTHENTICATION' },
});

const explain = (status: number, body: unknown): VendorError | undefined =>
  explainFault({ status, headers: new Headers({ intuit_tid: '1-abc' }), body });

describe('reading a fault', () => {
  it.each([
    ['the Accounting API', accounting('610', 'Object Not Found', 'gone'), { code: '610', detail: 'gone' }],
    ['small letters', { fault: { error: [{ code: '610', message: 'gone' }] } }, { code: '610', detail: 'gone' }],
    [
      'a packed message',
      gateway('message=AuthenticationFailed; errorCode=003200; statusCode=401'),
      { code: '3200', detail: 'x' },
    ],
    ['a packed message beside a code', accounting('3001', THROTTLED, ''), { code: '3001', detail: THROTTLED }],
    ['a numeric code', { Fault: { Error: [{ code: 5010, Message: 'm' }] } }, { code: '5010', detail: 'm' }],
    ['XML', XML, { code: '3001', detail: 'The request limit was reached.' }],
    ['a page of HTML', '<html>502</html>', undefined],
    ['nothing', undefined, undefined],
    ['no error inside', { Fault: { Error: [] } }, undefined],
  ])('of %s', (_, body, fault) => {
    expect(readFault(body)).toEqual(fault);
  });
});

describe('what a refusal means', () => {
  it.each([
    [
      'throttled',
      429,
      accounting('3001', THROTTLED, ''),
      { kind: 'rate-limited', retryAfterMs: 60_000, retryable: true },
    ],
    ['throttled by the gateway, in XML, as 403', 403, XML, { kind: 'rate-limited', retryAfterMs: 60_000 }],
    ['throttled without a body', 429, undefined, { kind: 'rate-limited', retryAfterMs: 60_000 }],
    [
      'not signed in',
      401,
      gateway('message=AuthenticationFailed; errorCode=003200; statusCode=401'),
      { kind: 'unauthenticated' },
    ],
    ['not signed in, without a body', 401, '', { kind: 'unauthenticated', vendorCode: '3200' }],
    [
      'not its company',
      403,
      gateway('errorCode=003100; statusCode=403'),
      { kind: 'not-permitted', vendorCode: '3100' },
    ],
    [
      'stale',
      400,
      accounting('5010', 'Stale Object Error', STALE),
      { kind: 'refused', vendorCode: '5010', retryable: false },
    ],
    ['gone', 400, accounting('610', 'Object Not Found', ''), { kind: 'not-found' }],
    ['a business rule', 400, accounting('6000', 'm', 'The period is closed'), { kind: 'refused' }],
    ['broken', 500, accounting('10000', 'm', 'd'), { kind: 'unavailable', retryable: true }],
    [
      'a code nobody knows',
      400,
      accounting('2500', 'm', 'Invalid Reference Id'),
      { kind: 'refused', vendorCode: '2500' },
    ],
  ])('%s', (_, status, body, meaning) => {
    expect(explain(status, body)).toMatchObject({ vendor: 'QuickBooks', status, ...meaning });
  });

  it("carries QuickBooks' own words where they help, and the reference its support asks for", () => {
    expect(explain(400, accounting('6000', 'm', 'The period is closed'))?.message).toBe(
      'QuickBooks refused the change: The period is closed (intuit_tid 1-abc)',
    );
    expect(explain(400, accounting('2500', '', ''))?.message).toContain('(2500): it does not say why.');
  });

  it('leaves a page that is no fault to its status code', () => {
    expect(explain(502, '<html>bad gateway</html>')).toBeUndefined();
  });

  it('finds the last writer in the text of a stale object', () => {
    const error = explain(400, accounting('5010', 'Stale Object Error', STALE));
    expect(error && lastWriter(error)).toBe('Dana Ortiz');
  });
});
