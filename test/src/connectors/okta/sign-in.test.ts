import { describe, expect, it } from 'vitest';
import { LogEvent } from '#src/connectors/okta/log-event.ts';
import { judgeMfa, signInsFrom } from '#src/connectors/okta/sign-in.ts';

let number = 0;

interface Parts {
  type: string;
  at?: string;
  session?: string | null;
  result?: string;
  factor?: string;
  uri?: string;
  provider?: string;
  mode?: string;
  app?: string;
}

function event({
  type,
  at = '08:52:00',
  session = 's1',
  result = 'SUCCESS',
  factor,
  uri,
  provider,
  mode,
  app,
}: Parts): LogEvent {
  number += 1;
  return LogEvent.parse({
    uuid: `u${number}`,
    published: `2026-11-22T${at}.000Z`,
    eventType: type,
    outcome: { result },
    authenticationContext: { externalSessionId: session, authenticationProvider: provider },
    debugContext: { debugData: { factor, requestUri: uri } },
    target: [
      ...(app === undefined ? [] : [{ id: '0oa1', type: 'AppInstance', displayName: app }]),
      ...(mode === undefined ? [] : [{ id: '0pr1', type: 'Rule', detailEntry: { policyRuleFactorMode: mode } }]),
    ],
  });
}

const start = (more: Partial<Parts> = {}) => event({ type: 'user.session.start', ...more });
const check = (factor: string, more: Partial<Parts> = {}) =>
  event({ type: 'user.authentication.auth_via_mfa', factor, ...more });
const policy = (mode: string, result = 'ALLOW') => event({ type: 'policy.evaluate_sign_on', mode, result });

describe('whether a session was opened with two factors', () => {
  it.each<[string, LogEvent[], string]>([
    ['Identity Engine: password and another', [start(), check('PASSWORD_AS_FACTOR'), check('SMS_FACTOR')], 'yes'],
    [
      'Identity Engine: the password alone is also written as a factor check',
      [start(), check('PASSWORD_AS_FACTOR')],
      'no',
    ],
    [
      'the same factor twice, spelled both ways',
      [start(), check('PASSWORD_AS_FACTOR'), check('password_as_factor')],
      'no',
    ],
    ['two things somebody knows', [start(), check('PASSWORD_AS_FACTOR'), check('SECURITY_QUESTION')], 'no'],
    [
      'Classic writes the second factor only',
      [start(), check('SOFT_TOKEN', { uri: '/api/v1/authn/factors/1/verify' })],
      'yes',
    ],
    ['one factor that is no password, engine unknown', [start(), check('SIGNED_NONCE')], 'unclear'],
    [
      'the second factor was refused',
      [start(), check('PASSWORD_AS_FACTOR'), check('OKTA_VERIFY_PUSH', { result: 'FAILURE' })],
      'no',
    ],
    ['the policy rule demanded two and let it pass', [start(), check('SIGNED_NONCE'), policy('2FA')], 'yes'],
    ['the policy rule only asked for two', [start(), check('PASSWORD_AS_FACTOR'), policy('2FA', 'CHALLENGE')], 'no'],
    ['the policy rule asked for one', [start(), check('PASSWORD_AS_FACTOR'), policy('1FA')], 'no'],
    ['no factor check at all', [start()], 'no'],
    ['another identity provider asked', [start({ provider: 'FEDERATION' })], 'unclear'],
    ['the session began before what was read', [], 'unclear'],
  ])('%s', (_, events, mfa) => {
    expect(judgeMfa(events)).toBe(mfa);
  });
});

describe('sign-ins from events', () => {
  it('lists session starts and sign-ons to apps, failures too', () => {
    const listed = signInsFrom([
      check('PASSWORD_AS_FACTOR'),
      start({ at: '08:52:01' }),
      event({ type: 'user.authentication.sso', app: 'Salesforce', at: '08:52:05' }),
      event({ type: 'user.authentication.sso', app: 'QuickBooks', at: '08:53:00', result: 'FAILURE' }),
      start({ at: '09:00:00', session: null, result: 'FAILURE' }),
    ]).map(({ signIn: { app, result, mfa } }) => [app, result, mfa]);
    expect(listed).toEqual([
      [null, 'SUCCESS', 'no'],
      ['Salesforce', 'SUCCESS', 'no'],
      ['QuickBooks', 'FAILURE', 'unclear'],
      [null, 'FAILURE', 'unclear'],
    ]);
  });

  it('does not take what was proved later for a proof of an earlier sign-in', () => {
    const [before, after] = signInsFrom([
      check('PASSWORD_AS_FACTOR', { at: '08:00:00' }),
      start({ at: '08:00:01' }),
      check('SMS_FACTOR', { at: '09:00:00' }),
      event({ type: 'user.authentication.sso', app: 'Salesforce', at: '09:00:05' }),
    ]);
    expect([before?.signIn.mfa, after?.signIn.mfa]).toEqual(['no', 'yes']);
  });

  it('keeps sessions apart', () => {
    const [one, other] = signInsFrom([
      start({ session: 'a' }),
      check('PASSWORD_AS_FACTOR', { session: 'a' }),
      start({ session: 'b' }),
      check('PASSWORD_AS_FACTOR', { session: 'b' }),
      check('SMS_FACTOR', { session: 'b' }),
    ]);
    expect([one?.signIn.mfa, other?.signIn.mfa]).toEqual(['no', 'yes']);
  });
});
