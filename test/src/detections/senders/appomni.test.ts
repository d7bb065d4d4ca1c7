import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const alert = (more: object = {}) => ({
  appomni: { event: { dataset: 'appomni_alert', id: '2ae1e281-4df1-5d26-81e2-7b75589e5dd4' }, organization: { id: 6 } },
  event: { created: '2026-11-22T08:02:11.499Z', kind: 'alert', severity: 1 },
  message: 'An external application was installed by mara.ito in Workday',
  related: {
    event: ['cb786453-a105-5438-97a6-903d15e0cb7e'],
    ip: ['198.51.100.23'],
    services: { id: [34], type: ['workday'] },
    user: ['mara.ito'],
  },
  rule: {
    name: 'External Application Installed',
    uuid: '2aadaafd-4ec5-4a09-be6e-c2d70b555d19',
    version: '1',
    threat: {
      framework: 'MITRE ATT&CK',
      tactic: { id: ['TA0005', 'TA0008'], name: ['Defense Evasion', 'Lateral Movement'] },
      technique: { id: ['T1550', 'T1550', 'T1567'], name: ['x', 'x', 'y'] },
    },
  },
  '@timestamp': '2026-11-22T07:58:02.044Z',
  version: '2.0.0',
  ...more,
});

const read = (more: object = {}) => detected('appomni', alert(more));
const withSeverity = (severity: unknown) => ({ event: { kind: 'alert', severity } });

test('an app that was installed', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: '2ae1e281-4df1-5d26-81e2-7b75589e5dd4',
    title: 'An external application was installed by mara.ito in Workday',
    grade: 'finding',
    rule: {
      name: 'External Application Installed',
      uid: '2aadaafd-4ec5-4a09-be6e-c2d70b555d19',
      techniques: ['T1550', 'T1567'],
      analytics: [],
    },
    product: 'workday',
    productName: 'Workday',
    severity: 'high',
    senderSeverity: '1',
    status: 'new',
    occurredAt: '2026-11-22T07:58:02.044Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { ids: { username: 'mara.ito' } },
    addresses: [{ ip: '198.51.100.23', private: false }],
    objects: [{ type: 'service', name: 'workday' }],
    counts: [],
    observables: [{ type: 'appomni-event', value: 'cb786453-a105-5438-97a6-903d15e0cb7e' }],
    notes: [],
  });
});

test.each([
  [0, 'critical'],
  [1, 'high'],
  [2, 'medium'],
  [3, 'low'],
  [4, 'info'],
  ['0', 'critical'],
  ['4', 'info'],
])('AppOmni counts down: %s is %s', (sent, severity) => {
  expect(read(withSeverity(sent))).toMatchObject({ severity, senderSeverity: String(sent), notes: [] });
});

test.each([5, -1, 99, 1.5])('the severity %s is not on the scale', (sent) => {
  expect(read(withSeverity(sent))).toMatchObject({
    severity: 'medium',
    notes: [`The sender's severity "${sent}" is not one Cordon knows; treated as medium.`],
  });
});

test.each([null, 'critical', [0]])('%j is no severity at all', (sent) => {
  expect(read(withSeverity(sent))).toMatchObject({
    severity: 'medium',
    senderSeverity: null,
    notes: ['Severity not given; treated as medium.'],
  });
});

test.each([
  ['timestamp', { '@timestamp': undefined, timestamp: '2026-11-22T07:58:02.044Z' }, '2026-11-22T07:58:02.044Z'],
  ['the creation', { '@timestamp': undefined }, '2026-11-22T08:02:11.499Z'],
])('the time is %s where that is what there is', (_which, more, occurredAt) => {
  expect(read(more)).toMatchObject({ occurredAt, notes: [] });
});

test('related accounts are neither actor nor target; the others are told', () => {
  const detection = read({ related: { user: ['mara.ito@northwind.example', 'dana.ortiz', 'dana.ortiz'] } });
  expect(detection).toMatchObject({
    subject: { email: 'mara.ito@northwind.example', ids: {} },
    notes: ['AppOmni relates other accounts to this besides the one shown: 1.'],
  });
  expect(detection).not.toHaveProperty('actor');
  expect(detection).not.toHaveProperty('target');
});

test('with several services it is left open in which', () => {
  const detection = read({ related: { user: ['mara.ito'], services: { type: ['github', 'workday'] } } });
  expect(detection).not.toHaveProperty('product');
  expect(detection.objects).toEqual([
    { type: 'service', name: 'github' },
    { type: 'service', name: 'workday' },
  ]);
});

test('a list of alerts is as many findings', () => {
  const other = alert({ appomni: { event: { id: 'other' } } });
  const read = normalise('appomni', [alert(), other, null], context);
  expect(read).toMatchObject({
    ok: true,
    findings: [{ ok: true }, { ok: true, detection: { senderUid: 'other' } }, { ok: false, code: 'not-an-alert' }],
  });
});

test.each([
  ['an audit event', alert({ event: { kind: 'event', severity: 0 } }), 'no-detection', 'event.kind'],
  ['a state', alert({ event: { kind: 'state' } }), 'no-detection', 'event.kind'],
  ['another product', { event: { kind: 'alert' } }, 'not-an-alert', 'appomni'],
  ['null', null, 'not-an-alert', 'appomni'],
])('%s is refused', (_what, payload, code, field) => {
  expect(readOne(normalise('appomni', payload, context))).toMatchObject({ ok: false, code, field });
});

describe('whatever a stranger sends', () => {
  const own = ['service'];

  test('any JSON', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('appomni', json, own);
        expectHonest('appomni', alert({ related: json, rule: json }), own);
      }),
    );
  });

  test('an alert spoilt anywhere', () => {
    fc.assert(
      fc.property(spoilt(alert()), (payload) => expectHonest('appomni', payload, own)),
      { numRuns: 300 },
    );
  });
});
