import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detected } from '../finding.ts';
import { anyJson, expectHonest, spoilt } from '../stranger.ts';

const deprecated =
  'This is a Security Finding (2001), which OCSF has deprecated since 1.1; send Detection Findings (2004).';

const securityFinding = (more: object = {}) => ({
  class_uid: 2001,
  category_uid: 2,
  activity_id: 1,
  type_uid: 200101,
  time: 1_795_335_000_000,
  severity_id: 4,
  state_id: 1,
  status_id: 1,
  metadata: { version: '1.0.0', product: { name: 'Acme Detect' } },
  finding: {
    uid: 'acme-1',
    title: 'Bulk CRM query',
    desc: '41,250 contacts by an unusual client',
    src_url: 'https://acme.example/findings/1',
  },
  analytic: { uid: 'r-9', name: 'AN1520', type_id: 1 },
  attacks: [
    {
      tactics: [{ uid: 'TA0009' }],
      technique: { uid: 'T1213', name: 'Data from Information Repositories' },
      version: '14.0',
    },
  ],
  resources: [{ type: 'salesforce.object', name: 'Contact' }],
  observables: [{ name: 'user', type_id: 5, value: 'mara.ito@northwind.example' }],
  ...more,
});

const read = (more: object = {}) => detected('ocsf', securityFinding(more));

test('a Security Finding, with its fields in the older places', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: 'acme-1',
    reportedBy: 'Acme Detect',
    title: 'Bulk CRM query',
    message: '41,250 contacts by an unusual client',
    grade: 'finding',
    rule: { name: 'AN1520', uid: 'r-9', techniques: ['T1213'], analytics: ['AN1520'], attackVersion: '14.0' },
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'high',
    senderSeverity: 'severity_id 4',
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: {} },
    addresses: [],
    objects: [{ type: 'salesforce.object', name: 'Contact' }],
    counts: [],
    observables: [],
    link: 'https://acme.example/findings/1',
    notes: [deprecated],
  });
});

test.each([
  [{ state_id: 3 }, 'false-positive'],
  [{ state_id: 4 }, 'closed'],
  [{ state_id: 2 }, 'new'],
  // Here it says that something succeeded or failed; 3 and 4 mean nothing.
  [{ state_id: 1, status_id: 3 }, 'new'],
  [{ state_id: undefined, status_id: 4 }, 'new'],
  [{ activity_id: 3 }, 'closed'],
])('%o is %s', (more, status) => {
  expect(read(more).status).toBe(status);
});

test.each(['1.0.0', '1.1.0', '1.8.0'])('version %s is known', (version) => {
  expect(read({ metadata: { version, product: { name: 'Acme Detect' } } }).notes).toEqual([deprecated]);
});

test('the newer places are read where a sender already uses them', () => {
  const finding_info = { uid: 'acme-2', title: 'Newer' };
  expect(read({ finding: undefined, finding_info })).toMatchObject({ senderUid: 'acme-2', title: 'Newer' });
});

test('without its finding it is told apart by its content', () => {
  const { senderUid, title, notes } = read({ finding: 'none' });
  expect([senderUid.slice(0, 7), title]).toEqual(['sha256:', 'AN1520']);
  expect(notes).toContain('The sender gave no title; its message or rule name stands in for it.');
});

describe('whatever a stranger sends', () => {
  const own = ['severity_id'];

  test('spoilt anywhere', () => {
    fc.assert(fc.property(spoilt(securityFinding()), (json) => expectHonest('ocsf', json, own)));
  });

  test('any finding', () => {
    fc.assert(fc.property(anyJson, (finding) => expectHonest('ocsf', securityFinding({ finding }), own)));
  });
});
