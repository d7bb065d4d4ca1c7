import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LogEvent, riskLevel } from '#src/connectors/okta/log-event.ts';

const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./samples/okta-${name}.json`, import.meta.url), 'utf8'));

const bare = { uuid: 'u1', published: '2026-11-22T08:52:00.000Z', eventType: 'user.session.start' };

describe('published events of real organisations', () => {
  it('reads a factor check', () => {
    expect(LogEvent.parse(sample('authentication_mfa_verification'))).toMatchObject({
      type: 'user.authentication.auth_via_mfa',
      actor: { id: '00ua1aaaa1abc0A0B123', name: 'Alice Brown' },
      result: 'SUCCESS',
      threads: ['10234ABC123abc1234abc1234', '111111111111111111111111111'],
      address: '198.51.100.1',
      city: 'San Francisco',
      network: 'amazon corporate llc',
      proxy: false,
      device: 'Computer, Mac OS X',
      factor: 'SOFT_TOKEN',
      uri: '/api/v1/authn/factors/00ua1aaaa1abc0A0B987/verify',
    });
  });

  it('reads an enrolment, whose factor stands only in the reason', () => {
    const event = LogEvent.parse(sample('authorization_add_enrollment'));
    expect(event).toMatchObject({
      type: 'user.mfa.factor.activate',
      factor: null,
      reason: 'User set up SOFT_TOKEN factor',
    });
    expect(event.targets).toEqual([
      { id: '00ua1aaaa1abc0A0B123', type: 'User', name: 'Alice Brown', factorMode: null },
    ]);
  });
});

describe('what Okta leaves out or writes as text', () => {
  it.each<[string, Record<string, unknown>]>([
    ['nothing but the three certain fields', {}],
    [
      'nulls everywhere',
      { actor: null, client: null, outcome: null, securityContext: null, debugContext: null, target: null },
    ],
    ['the text "null"', { client: { ipAddress: 'null', zone: 'null', geographicalContext: { city: 'null' } } }],
    ['an unknown session', { authenticationContext: { externalSessionId: 'unknown' } }],
    [
      'other types',
      { client: 'none', target: 'none', debugContext: { debugData: 7 }, securityContext: { asNumber: '64500' } },
    ],
  ])('%s', (_, more) => {
    expect(LogEvent.parse({ ...bare, ...more })).toMatchObject({
      actor: { id: null, name: 'unknown' },
      result: 'UNKNOWN',
      threads: [],
      address: null,
      city: null,
      network: null,
      factor: null,
      targets: [],
    });
  });

  it('falls back on the AS number', () => {
    const event = LogEvent.parse({ ...bare, securityContext: { asNumber: 64500, asOrg: null } });
    expect(event.network).toBe('AS64500');
  });

  it('takes a device name over a description of the browser', () => {
    const event = LogEvent.parse({ ...bare, device: { name: 'MBP-4411' }, client: { device: 'Computer' } });
    expect(event.device).toBe('MBP-4411');
  });

  it.each([
    [{ isProxy: false, ipDetails: { ipServiceCategories: [{ type: 'VPN', isAnonymous: true }] } }, true],
    [{ isProxy: true }, true],
    [{ isProxy: false, ipDetails: null }, false],
    [{}, null],
  ])('sees a proxy in %j: %s', (securityContext, proxy) => {
    expect(LogEvent.parse({ ...bare, securityContext }).proxy).toBe(proxy);
  });

  it.each([
    ['{reasons=Anomalous Location, level=MEDIUM}', 'MEDIUM'],
    ['{level=LOW}', 'LOW'],
    ['{"level":"HIGH","reasons":[]}', 'HIGH'],
    ['{New Device=POSITIVE}', null],
    [null, null],
  ])('reads the risk in %s', (text, level) => {
    expect(riskLevel(text)).toBe(level);
  });

  it('writes one factor one way', () => {
    expect(LogEvent.parse({ ...bare, debugContext: { debugData: { factor: 'signed_nonce' } } }).factor).toBe(
      'SIGNED_NONCE',
    );
  });
});
