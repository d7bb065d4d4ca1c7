import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { alert, body, RESET_FACTORS, signIn } from './elastic/alerts.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const read = (more: object = {}): Detection => detected('elastic', body([alert(more)]));
const readSignIn = (more: object = {}): Detection => detected('elastic', body([signIn(more)]));

test('an alert', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'e4c0-uuid',
    title: 'Attempt to Reset MFA Factors',
    message: 'iam event by helpdesk created high alert.',
    grade: 'finding',
    rule: {
      name: 'Attempt to Reset MFA Factors',
      uid: RESET_FACTORS,
      techniques: ['T1098.005', 'T1556'],
      analytics: [],
    },
    kind: 'factor-reset',
    product: 'okta',
    productName: 'Okta',
    severity: 'high',
    senderSeverity: 'high',
    status: 'new',
    occurredAt: '2026-11-22T07:58:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: {
      email: 'dana.ortiz@northwind.example',
      name: 'Dana Ortiz',
      ids: { okta: '00uVIC', username: 'dana.ortiz@northwind.example' },
    },
    actor: {
      email: 'helpdesk@northwind.example',
      name: 'Help Desk',
      ids: { okta: '00uHELP', username: 'helpdesk@northwind.example' },
    },
    target: {
      email: 'dana.ortiz@northwind.example',
      name: 'Dana Ortiz',
      ids: { okta: '00uVIC', username: 'dana.ortiz@northwind.example' },
    },
    addresses: [
      { ip: '203.0.113.9', private: false, place: 'Reno, United States', network: 'Example Telecom, AS64500' },
    ],
    objects: [{ type: 'AppInstance', name: 'Salesforce.com' }],
    counts: [],
    observables: [
      { type: 'action', value: 'user.mfa.factor.reset_all' },
      { type: 'session', value: '102nZ' },
      { type: 'user-agent', value: 'Mozilla/5.0' },
    ],
    link: 'https://kibana.northwind.example/app/security/alerts/redirect/e4c0',
    notes: [
      'No e-mail address was sent for helpdesk@northwind.example; the user name was read as one.',
      'No e-mail address was sent for dana.ortiz@northwind.example; the user name was read as one.',
    ],
  });
});

test('one finding for each alert, and what is no alert costs the others nothing', () => {
  const second = alert({ 'kibana.alert.uuid': 'second' });
  expect(normalise('elastic', body([alert(), null, second, 'x']), context)).toMatchObject({
    ok: true,
    findings: [
      { detection: { senderUid: 'e4c0-uuid' } },
      { ok: false, code: 'not-an-alert' },
      { detection: { senderUid: 'second' } },
      { ok: false, code: 'not-an-alert' },
    ],
  });
});

describe('people', () => {
  test.each([
    ['user did it, and it is about nobody else', { user: { name: 'mara' } }, 'mara', undefined],
    ['user.target is to whom', { user: { name: 'helpdesk', target: { name: 'dana' } } }, 'helpdesk', 'dana'],
    ['only a target', { user: { target: { name: 'dana' } } }, undefined, 'dana'],
    ['source.user stands in', { user: {}, source: { user: { name: 'mara' } } }, 'mara', undefined],
    ['client.user stands in', { user: null, client: { user: { name: 'mara' } } }, 'mara', undefined],
    ['several names: the first', { user: { name: ['mara', 'dana'] } }, 'mara', undefined],
    [
      'an Okta actor that is no person',
      { user: { name: 'mara' }, okta: { actor: { type: 'SystemPrincipal', alternate_id: 'system@okta' } } },
      'mara',
      undefined,
    ],
  ])('%s', (_what, more, acting, target) => {
    const detection = readSignIn(more);
    expect(detection.actor?.ids.username).toBe(acting);
    expect(detection.target?.ids.username).toBe(target);
    expect(detection.subject?.ids.username).toBe(target ?? acting);
  });

  test('an id that is a sign-in name is one', () => {
    const user = { id: 'mara.ito@northwind.example', name: 'mara.ito', email: 'mara.ito@northwind.example' };
    expect(readSignIn({ user }).actor).toEqual({
      email: 'mara.ito@northwind.example',
      ids: { username: 'mara.ito@northwind.example' },
    });
    expect(readSignIn({ user: { id: 'a1b2', name: 'mara' } }).actor).toEqual({
      ids: { uid: 'a1b2', username: 'mara' },
    });
  });

  test('of several targets the first is meant and the others are told', () => {
    const target = ['dana', 'ana', 'noor'].map((name) => ({ type: 'User', id: name, alternate_id: name }));
    expect(read({ okta: { target } })).toMatchObject({
      target: { ids: { okta: 'dana' } },
      notes: ['The sender also names ana, noor.'],
    });
  });
});

test.each([
  [{ 'kibana.alert.workflow_status': 'open' }, 'new'],
  [{ 'kibana.alert.workflow_status': 'acknowledged' }, 'new'],
  [{ 'kibana.alert.workflow_status': 'closed' }, 'closed'],
  [{ 'kibana.alert.status': 'recovered' }, 'closed'],
  [
    { 'kibana.alert.workflow_status': 'closed', 'kibana.alert.workflow_tags': ['Duplicate', 'False Positive'] },
    'false-positive',
  ],
  [{ 'kibana.alert.workflow_status': 'closed', 'kibana.alert.workflow_reason': 'false_positive' }, 'false-positive'],
])('%o is %s', (more, status) => {
  expect(read(more)).toMatchObject({ status });
});

test.each([
  [{ 'kibana.alert.building_block_type': 'default' }, { grade: 'event' }],
  [{ 'kibana.alert.rule.rule_id': 'a-copy' }, { rule: { uid: 'a-copy' } }],
  [{ 'kibana.alert.rule.rule_id': null }, { kind: 'factor-reset', rule: { uid: RESET_FACTORS } }],
  [{ 'kibana.alert.original_time': null }, { occurredAt: '2026-11-22T08:02:11.205Z' }],
  [{ 'kibana.alert.url': null }, { link: 'https://kibana.northwind.example/app/security' }],
  [{ 'kibana.alert.uuid': null }, { senderUid: 'e4c0' }],
  [{ 'kibana.alert.threshold_result': { count: 17 } }, { counts: [{ what: 'events', count: 17 }] }],
  [{ event: {}, okta: null }, { product: 'okta' }],
  [
    { source: { ip: ['10.0.0.1', '198.51.100.23'] } },
    {
      addresses: [
        { ip: '10.0.0.1', private: true },
        { ip: '198.51.100.23', private: false },
        { ip: '203.0.113.9', private: false, place: 'Elsewhere' },
      ],
    },
  ],
  [{ 'kibana.alert.rule.threat': null, threat: { technique: { id: ['T1078'] } } }, { rule: { techniques: ['T1078'] } }],
])('%o is read as what it is', (more, expected) => {
  expect(read(more)).toMatchObject(expected);
});

test('a copy of a prebuilt rule has no kind', () => {
  expect(read({ 'kibana.alert.rule.rule_id': 'a-copy' })).not.toHaveProperty('kind');
});

test.each([
  [null, 'not-the-template'],
  [7, 'not-the-template'],
  [[[[]]], 'not-the-template'],
  [{ alerts: [alert()] }, 'not-the-template'],
  [body([alert()], { cordon_template: 'elastic/2' }), 'not-the-template'],
  [body([]), 'no-alert'],
  [body('[{},'), 'no-alert'],
  [body(undefined), 'no-alert'],
])('%j is refused', (payload, code) => {
  expect(normalise('elastic', payload, context)).toMatchObject({
    ok: false,
    code,
    reason: expect.stringMatching(/\.$/),
  });
});

test('an alert of which nothing is known is still told to somebody', () => {
  expect(readOne(normalise('elastic', { cordon_template: 'elastic/1', alerts: [{}] }, context))).toMatchObject({
    detection: { title: 'Detection from siem', severity: 'medium', senderSeverity: null },
  });
});

describe('whatever a stranger sends', () => {
  const own = ['events', 'risk score', 'file', '41250'];

  test('any spoilt example is honest', () => {
    fc.assert(
      fc.property(spoilt(body([alert(), signIn()])), (payload) => expectHonest('elastic', payload, own)),
      { numRuns: 500 },
    );
  });

  test('any JSON is honest', () => {
    fc.assert(fc.property(anyJson, (payload) => expectHonest('elastic', payload, own)));
    fc.assert(
      fc.property(anyJson, (json) => expectHonest('elastic', body([{ kibana: { alert: json }, okta: json }]), own)),
    );
  });
});
