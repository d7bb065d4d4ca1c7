import { describe, expect, it } from 'vitest';
import { kindOf } from '#src/connectors/okta/queries/factor-changes.ts';
import { factorName, placeOf } from '#src/connectors/okta/wording.ts';

describe('what happened to a factor', () => {
  it.each([
    ['user.mfa.factor.activate', 'User set up SMS_FACTOR factor', 'SUCCESS', 'enrolled'],
    ['user.mfa.factor.deactivate', 'User removed SMS_FACTOR factor', 'SUCCESS', 'removed'],
    ['user.mfa.factor.deactivate', 'User reset SMS_FACTOR factor', 'SUCCESS', 'reset'],
    ['user.mfa.factor.reset_all', null, 'SUCCESS', 'reset'],
    ['user.mfa.factor.update', null, 'SUCCESS', 'other'],
    ['user.mfa.factor.activate', null, 'FAILURE', 'other'],
  ])('%s, "%s", %s', (type, reason, result, kind) => {
    expect(kindOf({ type, reason, result })).toBe(kind);
  });

  it.each([
    ['SMS_FACTOR', 'SMS'],
    ['OKTA_VERIFY_PUSH', 'Okta Verify push'],
    ['signed_nonce', 'Okta FastPass'],
    ['token:software:totp', 'authenticator app'],
    ['FIDO_WEBAUTHN', 'security key or passkey'],
    ['PASSWORD_AS_FACTOR', 'password'],
    ['YUBIKEY_TOKEN', 'yubikey token'],
  ])('calls %s %s', (factor, name) => {
    expect(factorName(factor)).toBe(name);
  });
});

it.each([
  [
    { city: 'Rotterdam', country: 'Netherlands', network: 'Example Hosting', address: '203.0.113.77' },
    { where: 'Rotterdam, network Example Hosting, 203.0.113.77' },
  ],
  [{ city: null, country: 'Netherlands', network: null, address: null }, { where: 'Netherlands' }],
  [{ city: null, country: null, network: null, address: null }, {}],
])('says where: %j', (place, where) => {
  expect(placeOf(place)).toEqual(where);
});
