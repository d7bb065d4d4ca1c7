import { describe, expect, test } from 'vitest';
import { dana, mara, read } from './event.ts';

describe('people', () => {
  test('without a target the actor is whom it is about', () => {
    const { subject, actor, target } = read({ eventType: 'user.authentication.sso', target: [] });
    expect([subject?.name, actor?.name, target]).toEqual(['Dana Ortiz', 'Dana Ortiz', undefined]);
  });

  test('things are objects, never people; a second person is told', () => {
    const target = [
      { id: 'lae42', type: 'AuthenticatorEnrollment', alternateId: 'unknown', displayName: 'Password' },
      mara,
      { ...dana, displayName: 'Noor Haddad' },
      { id: 'gaf', type: 'ROLE', alternateId: 'unknown', displayName: null },
    ];
    const { subject, objects, notes } = read({ target });
    expect(subject?.name).toBe('Mara Ito');
    expect(objects).toEqual([
      { type: 'AuthenticatorEnrollment', name: 'Password' },
      { type: 'ROLE', name: 'gaf' },
    ]);
    expect(notes).toEqual(['Okta also names Noor Haddad as a target.']);
  });

  test('an app that acts is the integration', () => {
    const actor = { id: '0oaSYNC', type: 'PublicClientApp', alternateId: 'unknown', displayName: 'Ledger Sync' };
    const { subject, actor: read_, integration } = read({ actor });
    expect([subject?.name, read_, integration]).toEqual([
      'Mara Ito',
      undefined,
      { name: 'Ledger Sync', id: '0oaSYNC' },
    ]);
  });

  test('an app that is authorised is the integration, and can be searched for', () => {
    const target = [
      { id: '0oaPORTAL', type: 'PublicClientApp', alternateId: 'unknown', displayName: 'My Ticket Portal' },
    ];
    const { kind, subject, integration, observables } = read({
      eventType: 'app.oauth2.as.consent.grant',
      actor: mara,
      target,
    });
    expect([kind, subject?.name, integration?.name]).toEqual(['app-authorised', 'Mara Ito', 'My Ticket Portal']);
    expect(observables).toContainEqual({ type: 'okta-app', value: '0oaPORTAL' });
  });

  test('an address or Okta itself is no person', () => {
    const address = { id: '198.51.100.23', type: 'IP address', alternateId: 'unknown', displayName: '198.51.100.23' };
    const system = {
      id: 'okta.2b1959c8',
      type: 'SystemPrincipal',
      alternateId: 'system@okta.com',
      displayName: 'Okta System',
    };
    expect(read({ actor: address, target: [] })).toMatchObject({
      notes: [
        'Okta names no person as the actor: it is 198.51.100.23, an address.',
        'The sender names no person and no app.',
      ],
    });
    const { actor, subject, notes } = read({ actor: system });
    expect([actor, subject?.name, notes]).toEqual([
      undefined,
      'Mara Ito',
      ['Okta names no person as the actor: it is Okta System.'],
    ]);
  });

  test('what was typed into the sign-in field by mistake is not kept', () => {
    const detection = read({
      actor: { id: 'unknown', type: 'User', alternateId: 'Correct-Horse-7', displayName: 'unknown' },
    });
    expect(JSON.stringify(detection)).not.toContain('Correct-Horse');
    expect(detection.actor).toBeUndefined();
  });
});

test('who reports something sits elsewhere than where it happened: both addresses are kept', () => {
  const debugData = {
    suspiciousActivityEventIp: '198.51.100.23',
    suspiciousActivityEventCity: 'Rotterdam',
    suspiciousActivityEventCountry: 'Netherlands',
    suspiciousActivityEventType: 'system.email.mfa_enroll_notification.sent_message',
  };
  const eventType = 'user.account.report_suspicious_activity_by_enduser';
  const { addresses, observables } = read({ eventType, debugContext: { debugData } });
  expect(addresses.map(({ ip, place }) => [ip, place])).toEqual([
    ['203.0.113.9', 'Reno, Nevada, United States'],
    ['198.51.100.23', 'Rotterdam, Netherlands'],
  ]);
  expect(observables).toContainEqual({
    type: 'okta-reported-event',
    value: 'system.email.mfa_enroll_notification.sent_message',
  });
});

test('the API token, the privilege and the proxy are told', () => {
  expect(
    read({
      transaction: { detail: { requestApiTokenId: '00T1' } },
      debugContext: { debugData: { privilegeGranted: 'Super administrator' } },
      securityContext: { isProxy: true, asNumber: null },
    }),
  ).toMatchObject({
    objects: [{ type: 'privilege', name: 'Super administrator' }],
    observables: expect.arrayContaining([{ type: 'okta-api-token', value: '00T1' }]),
    addresses: [{ ip: '203.0.113.9', place: 'Reno, Nevada, United States' }],
    notes: ['Okta says that 203.0.113.9 is a proxy.'],
  });
});

test('"null" and "unknown" are not there; a private address has no place', () => {
  expect(read({ client: { ipAddress: 'null', userAgent: { rawUserAgent: 'UNKNOWN' } } })).toMatchObject({
    addresses: [],
    observables: [{ type: 'session' }],
    notes: [],
  });
  expect(
    read({ client: { ipAddress: '10.1.2.3', geographicalContext: { city: 'Reno' } }, securityContext: null }),
  ).toMatchObject({
    addresses: [{ ip: '10.1.2.3', private: true }],
    notes: ['10.1.2.3 is a private address; what the sender says about where it is (Reno) was left out.'],
  });
});
