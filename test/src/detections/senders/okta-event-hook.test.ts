import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { EVENT_TYPES } from '#src/detections/senders/okta-event-hook/event-types.ts';
import { context, detected, readOne } from './finding.ts';
import { event, hook, read } from './okta-event-hook/event.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

test('a factor reset by the help desk', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'f1d0b993-0000-11f1-a688-db22c99ef6c4',
    title: 'Reset all factors for user',
    grade: 'event',
    rule: { uid: 'user.mfa.factor.reset_all', techniques: [], analytics: [] },
    kind: 'factor-reset',
    product: 'okta',
    productName: 'Okta',
    severity: 'medium',
    senderSeverity: 'INFO',
    status: 'new',
    occurredAt: '2026-11-22T08:02:11.159Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', name: 'Mara Ito', ids: { okta: '00uVICT0000000001' } },
    actor: { email: 'dana.ortiz@northwind.example', name: 'Dana Ortiz', ids: { okta: '00uHELP0000000001' } },
    target: { email: 'mara.ito@northwind.example', name: 'Mara Ito', ids: { okta: '00uVICT0000000001' } },
    addresses: [
      { ip: '203.0.113.9', private: false, place: 'Reno, Nevada, United States', network: 'example isp, AS64500' },
    ],
    objects: [],
    counts: [],
    observables: [
      { type: 'session', value: 'idxA1b2C3d4' },
      { type: 'user-agent', value: 'Mozilla/5.0' },
    ],
    notes: [],
  });
});

describe('event types', () => {
  test.each([
    ['user.mfa.factor.reset_all', 'factor-reset', 'event', 'medium'],
    ['user.mfa.factor.deactivate', 'factor-removed', 'event', 'medium'],
    ['user.mfa.factor.activate', 'factor-enrolled', 'event', 'low'],
    ['user.account.reset_password', 'password-reset', 'event', 'low'],
    ['user.account.report_suspicious_activity_by_enduser', 'reported-by-user', 'finding', 'high'],
    ['security.threat.detected', undefined, 'finding', 'medium'],
    ['app.oauth2.as.consent.grant', 'app-authorised', 'event', 'low'],
    ['user.account.privilege.grant', 'permission-change', 'event', 'medium'],
    ['policy.rule.update', 'policy-change', 'event', 'medium'],
    ['policy.lifecycle.update', 'policy-change', 'event', 'low'],
  ])('%s is %s, %s, %s', (eventType, kind, grade, severity) => {
    const { kind: read_, ...rest } = read({ eventType, severity: 'ERROR' });
    expect(read_).toBe(kind);
    expect(rest).toMatchObject({ grade, severity, senderSeverity: 'ERROR', notes: [] });
  });

  test.each(['user.session.start', 'app.oauth2.token.grant.access_token', 'user.mfa.factor.reset_all ', 'toString'])(
    '%s is an event of no kind',
    (eventType) => {
      const { kind, grade, severity, notes } = read({ eventType, severity: 'WARN' });
      expect([kind, grade, severity]).toEqual([undefined, 'event', 'medium']);
      expect(notes).toEqual([
        'Okta gives no severity with this type of event (its own is a log level); treated as medium.',
      ]);
    },
  );

  test('nothing that is only an event is severe', () => {
    for (const { grade, severity } of EVENT_TYPES.values()) {
      if (grade === 'event') expect(['info', 'low', 'medium']).toContain(severity);
    }
  });
});

describe('the outcome', () => {
  test.each([
    'FAILURE',
    'DENY',
    'CHALLENGE',
    'SKIPPED',
    'DEFERRED',
    'SCHEDULED',
    'UNANSWERED',
    'UNKNOWN',
    'something new',
  ])('%s is told and not read as done', (result) => {
    const { kind, title, message, grade, notes } = read({ outcome: { result, reason: 'VERIFICATION_ERROR' } });
    expect(kind).toBeUndefined();
    expect({ title, message, grade, notes }).toEqual({
      title: `${result}: Reset all factors for user`,
      message: 'VERIFICATION_ERROR',
      grade: 'event',
      notes: [`Okta gives its outcome as ${result}, so it is not read as done.`],
    });
  });

  test('what Okta found is found, whatever it did about it', () => {
    const eventType = 'security.threat.detected';
    const displayMessage = 'Request from suspicious actor';
    expect(read({ eventType, displayMessage, outcome: { result: 'DENY', reason: 'Password Spray' } })).toMatchObject({
      grade: 'finding',
      title: displayMessage,
      message: 'Password Spray',
      notes: ['Okta gives its outcome as DENY.'],
    });
  });

  test('a missing outcome is told', () => {
    const { kind, notes } = read({ outcome: null });
    expect([kind, notes]).toEqual(['factor-reset', ['Okta does not say whether it succeeded.']]);
  });
});

test('a batch is read one by one: what is no event costs only itself', () => {
  const delivered = normalise('okta-event-hook', hook(event(), 7, event({ uuid: 'second' }), { uuid: 'x' }), context);
  expect(delivered).toMatchObject({
    ok: true,
    findings: [
      { ok: true, detection: { senderUid: 'f1d0b993-0000-11f1-a688-db22c99ef6c4' } },
      { ok: false, code: 'not-an-object' },
      { ok: true, detection: { senderUid: 'second' } },
      { ok: false, code: 'no-event-type', field: 'data.events.eventType' },
    ],
  });
});

test.each([null, 7, 'x', [[[]]], {}, { data: null }, { data: { events: {} } }, hook()])('%j is refused', (payload) => {
  expect(readOne(normalise('okta-event-hook', payload, context))).toMatchObject({
    ok: false,
    code: 'not-an-event-hook',
  });
});

test('an event without its uuid is told apart by its content, the same in every delivery', () => {
  const { senderUid, notes } = read({ uuid: null });
  expect(senderUid).toMatch(/^sha256:/);
  expect(notes).toEqual(['The sender gave the finding no id; it is told apart by its content.']);
  const again = { ...hook(event({ uuid: null })), eventId: 'another', eventTime: '2026-11-22T08:03:00.000Z' };
  expect(detected('okta-event-hook', again).senderUid).toBe(senderUid);
});

describe('whatever a stranger sends', () => {
  const own = ['privilege'];

  test('any JSON, as the body or as an event', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('okta-event-hook', json, own);
        expectHonest('okta-event-hook', hook(json), own);
      }),
    );
  });

  test('an event spoilt anywhere', () => {
    fc.assert(
      fc.property(spoilt(hook(event())), (payload) => expectHonest('okta-event-hook', payload, own)),
      { numRuns: 300 },
    );
  });
});
