import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const row = (more: object = {}) => ({
  user: 'mara.ito@northwind.example',
  src_ip: '198.51.100.23',
  object: 'All Contacts',
  _count: '17',
  ...more,
});

const alert = (more: object = {}) => ({
  cordon_template: 'sumo/1',
  id: '00000000000468D5',
  name: 'Salesforce Report Exported',
  description: 'More reports than is usual.',
  trigger: 'Critical',
  start: '1795333800000',
  end: '1795334700000',
  url: 'https://service.sumologic.com/ui/#/alert/1',
  results: JSON.stringify([row()]),
  group: '',
  severity: '',
  kind: '',
  product: 'salesforce',
  ...more,
});

const read = (more: object = {}) => detected('sumo', alert(more));

test('reports exported', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: '00000000000468D5/1795333800000',
    title: 'Salesforce Report Exported',
    message: 'More reports than is usual.',
    grade: 'finding',
    rule: { name: 'Salesforce Report Exported', uid: '00000000000468D5', techniques: [], analytics: [] },
    kind: 'report-export',
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'critical',
    senderSeverity: 'Critical',
    status: 'new',
    occurredAt: '2026-11-22T08:05:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: {} },
    addresses: [{ ip: '198.51.100.23', private: false }],
    objects: [{ name: 'All Contacts' }],
    counts: [{ what: 'All Contacts', count: 17 }],
    observables: [],
    link: 'https://service.sumologic.com/ui/#/alert/1',
    notes: [],
  });
});

describe('the same finding', () => {
  const uid = (more: object) => read(more).senderUid;

  test('is a monitor and the window it looked at, not the monitor alone', () => {
    expect(uid({ start: '1795334700000', end: '1795335600000' })).toBe('00000000000468D5/1795334700000');
    expect(uid({ start: 1_795_333_800_000 })).toBe(uid({}));
  });

  test('is one for each group of a monitor that alerts by group', () => {
    expect(uid({ group: 'mara.ito' })).not.toBe(uid({ group: 'dana.ortiz' }));
  });

  test('without a window is told apart by what it found', () => {
    const more = { start: '{{TriggerTimeStart}}', end: null };
    expect(uid({ ...more, trigger: 'Warning' })).toBe(uid(more));
    expect(uid({ ...more, results: [row({ user: 'dana.ortiz' })] })).not.toBe(uid(more));
  });
});

test.each([
  ['Critical', 'critical', 'new'],
  ['Warning', 'medium', 'new'],
  ['ResolvedCritical', 'critical', 'closed'],
  ['ResolvedWarning', 'medium', 'closed'],
  ['Resolved Critical', 'critical', 'closed'],
])('the trigger %s is %s and %s', (trigger, severity, status) => {
  expect(read({ trigger })).toMatchObject({ severity, senderSeverity: trigger, status, notes: [] });
});

test.each([
  ['MissingData', 'new'],
  ['Missing Data', 'new'],
  ['ResolvedMissingData', 'closed'],
])('%s is low and says so', (trigger, status) => {
  expect(read({ trigger })).toMatchObject({
    severity: 'low',
    status,
    notes: ['Sumo Logic reports that data is missing, not what somebody did.'],
  });
});

test('back to normal is closed', () => {
  expect(read({ trigger: 'Normal', severity: 'high' })).toMatchObject({
    status: 'closed',
    severity: 'high',
    notes: [],
  });
});

test.each(['toString', '0', 'Emergency'])('the trigger %s is on no scale', (trigger) => {
  expect(read({ trigger })).toMatchObject({
    severity: 'medium',
    notes: [`The sender's severity "${trigger}" is not one Cordon knows; treated as medium.`],
  });
});

test('what is typed into the template for a monitor comes first', () => {
  const more = { severity: 'low', kind: 'Bulk-Export', product: 'Okta' };
  expect(read(more)).toMatchObject({ severity: 'low', senderSeverity: 'low', kind: 'bulk-export', product: 'okta' });
});

test('a product Cordon does not know is told', () => {
  expect(read({ product: 'NetSuite', name: 'x' })).toMatchObject({
    notes: ['The product named in the template is not one Cordon knows; it was left out.'],
  });
});

test('a scheduled search, of which some variables stay as they were typed', () => {
  const more = { trigger: '{{TriggerType}}', url: '{{AlertResponseUrl}}', description: '{{Description}}' };
  const detection = read(more);
  expect(detection).toMatchObject({ severity: 'medium', senderSeverity: null });
  expect(detection.notes).toEqual(['Severity not given; treated as medium.']);
  expect(detection).not.toHaveProperty('message');
  expect(detection).not.toHaveProperty('link');
});

describe('results', () => {
  test.each([
    ['as a list', [row()]],
    ['as one object', row()],
    ['as text of one object', JSON.stringify(row())],
    ['with columns in capitals', [{ User: row().user, SRC_IP: row().src_ip, Object: row().object, _COUNT: '17' }]],
  ])('%s', (_how, results) => {
    expect(read({ results })).toEqual(read());
  });

  test('actor and target are who the columns say', () => {
    const results = [{ actor: 'dana.ortiz', target: 'mara.ito', app: 'Ledger Sync' }];
    expect(read({ results })).toMatchObject({
      subject: { ids: { username: 'mara.ito' } },
      actor: { ids: { username: 'dana.ortiz' } },
      target: { ids: { username: 'mara.ito' } },
      integration: { name: 'Ledger Sync' },
    });
  });

  test('of several people the first, and the others told', () => {
    expect(read({ results: [row(), row({ user: 'dana.ortiz', object: null, _count: 3 }), row()] })).toMatchObject({
      subject: { email: 'mara.ito@northwind.example' },
      counts: [{ what: 'All Contacts' }, { what: 'results', count: 3 }, { what: 'All Contacts' }],
      notes: ['The results name others as user besides the one shown: 1.'],
    });
  });

  test('other columns are not read', () => {
    expect(read({ results: [{ username: 'mara.ito', report: 'x' }] })).toMatchObject({
      objects: [],
      notes: ['The sender names no person and no app.'],
    });
  });

  test('cut off', () => {
    expect(read({ results: '[{"user":"mara.i' }).notes).toEqual([
      'The results of the query could not be read: they are not JSON.',
      'The sender names no person and no app.',
    ]);
  });
});

test.each([
  ['another version', alert({ cordon_template: 'sumo/2' })],
  ['a list', [alert()]],
  ['null', null],
])('%s is refused', (_what, payload) => {
  expect(readOne(normalise('sumo', payload, context))).toMatchObject({
    ok: false,
    code: 'not-the-template',
    field: 'cordon_template',
  });
});

describe('whatever a stranger sends', () => {
  const own = ['results', '41250'];
  const unquoted = alert({ results: [row(), row({ actor: 'dana.ortiz', app: 'Ledger Sync' })] });

  test('any JSON, as the body or as the results', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('sumo', json, own);
        expectHonest('sumo', alert({ results: json }), own);
      }),
    );
  });

  test('an alert spoilt anywhere', () => {
    fc.assert(
      fc.property(spoilt(unquoted), (payload) => expectHonest('sumo', payload, own)),
      { numRuns: 300 },
    );
  });
});
