import { describe, expect, it } from 'vitest';
import { explainRefusal } from '#src/connectors/okta/errors.ts';
import { stillClock } from './open-okta.ts';

const clock = stillClock();
const refused = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  explainRefusal({ status, headers: new Headers(headers), body }, clock);
const management = (errorCode: string, cause = 'its own words') => ({
  errorCode,
  errorSummary: 'Api validation failed: user',
  errorId: 'oae1',
  errorCauses: [{ errorSummary: cause }],
});

describe('what a refusal of the Management API means', () => {
  it.each([
    [400, 'E0000001', 'refused', false],
    [400, 'E0000003', 'refused', false],
    [400, 'E0000018', 'refused', false],
    [400, 'E0000053', 'refused', false],
    [400, 'E0000031', 'refused', false],
    [401, 'E0000004', 'unauthenticated', false],
    [401, 'E0000011', 'unauthenticated', false],
    [401, 'E0000015', 'not-licensed', false],
    [403, 'E0000006', 'not-permitted', false],
    [403, 'E0000038', 'refused', false],
    [403, 'E0000107', 'refused', false],
    [403, 'E0000023', 'refused', false],
    [404, 'E0000007', 'not-found', false],
    [404, 'E0000008', 'not-found', false],
    [405, 'E0000022', 'refused', false],
    [429, 'E0000047', 'rate-limited', true],
    [500, 'E0000009', 'unavailable', true],
    [500, 'E0000053', 'unavailable', true],
    [503, 'E0000010', 'unavailable', true],
    [501, 'E0000060', 'refused', false],
  ])('%i %s is %s', (status, code, kind, retryable) => {
    expect(refused(status, management(code))).toMatchObject({
      vendor: 'Okta',
      status,
      vendorCode: code,
      kind,
      retryable,
    });
  });

  it('repeats Okta only where its words are needed to act', () => {
    expect(refused(400, management('E0000001', 'Cannot suspend a user that is not active'))?.message).toBe(
      'Okta refused the change: Cannot suspend a user that is not active',
    );
    expect(refused(401, management('E0000011', 'secret-ish'))?.message).not.toContain('secret-ish');
  });
});

describe('what a refusal of the token endpoint means', () => {
  it.each([
    [400, { error: 'invalid_scope', error_description: 'no' }, 'invalid_scope', 'not-permitted'],
    [400, { error: 'use_dpop_nonce' }, 'use_dpop_nonce', 'unauthenticated'],
    [400, { error: 'invalid_dpop_proof', error_description: "'htu' claim" }, 'invalid_dpop_proof', 'unauthenticated'],
    [400, { error: 'invalid_grant' }, 'invalid_grant', 'refused'],
    [400, { error: 'unsupported_grant_type' }, 'unsupported_grant_type', 'refused'],
    [401, { error: 'invalid_client' }, 'invalid_client', 'unauthenticated'],
    [401, { errorCode: 'invalid_client', errorSummary: 'Invalid value' }, 'invalid_client', 'unauthenticated'],
    [403, { error: 'access_denied' }, 'access_denied', 'not-permitted'],
  ])('%i %j', (status, body, vendorCode, kind) => {
    expect(refused(status, body)).toMatchObject({ vendorCode, kind });
  });
});

it.each([
  ['text', 418, 'I am a teapot'],
  ['nothing', 418, undefined],
  ['an unknown code', 400, { errorCode: 'E0009999' }],
  ['other types', 400, { errorCode: 12, errorCauses: 'none' }],
])('leaves %s to the status code', (_, status, body) => {
  expect(refused(status, body)).toBeUndefined();
});

describe('how long a used-up rate limit lasts', () => {
  it.each([
    [
      'by Okta’s own clock, ours being ten minutes off',
      { date: 'Sun, 22 Nov 2026 09:24:00 GMT', 'x-rate-limit-reset': '1795339470' },
      31_000,
    ],
    ['reset already past', { date: 'Sun, 22 Nov 2026 09:25:00 GMT', 'x-rate-limit-reset': '1795339470' }, 1_000],
    ['without a Date header, by ours', { 'x-rate-limit-reset': '1795338840' }, 1_000],
    ['without a reset, a whole window', { date: 'Sun, 22 Nov 2026 09:24:00 GMT' }, 60_000],
    ['a reset that is no number, a whole window', { 'x-rate-limit-reset': 'soon' }, 60_000],
  ])('%s', (_, headers, retryAfterMs) => {
    expect(refused(429, management('E0000047'), headers)).toMatchObject({ kind: 'rate-limited', retryAfterMs });
  });
});
