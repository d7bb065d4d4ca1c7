import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, finding, readOne } from './finding.ts';

const read = (more: object) => detected('ocsf', finding(more));

test('a full finding, with numbers beside what is usual', () => {
  const detection = read({
    message: 'Bulk CRM query by unusual client',
    finding_info: {
      uid: 'acme-7712',
      title: 'Bulk CRM query',
      src_url: 'https://acme.example/findings/7712',
      analytic: { name: 'AN1520', uid: 'AN1520', type_id: 2 },
      attacks: [
        { technique: { uid: 'T1213' }, sub_technique: { uid: 'T1213.004' }, version: '18.1' },
        { technique: { uid: 'not an id' } },
      ],
    },
    evidences: [
      {
        actor: {
          user: { email_addr: 'Mara.Ito@Northwind.example', uid: '0055f00000CyENtAAN' },
          app_name: 'My Ticket Portal',
          app_uid: '0Ci1',
        },
        src_endpoint: {
          ip: '198.51.100.23',
          location: { city: 'Rotterdam', country: 'Netherlands' },
          autonomous_system: { name: 'Example Telecom', number: 64500 },
        },
      },
    ],
    resources: [{ type: 'salesforce.object', name: 'Contact' }],
    anomaly_analyses: [
      {
        anomalies: [
          { observation_parameter: 'records_exported', observations: [{ count: 41_250 }] },
          { observation_parameter: 'megabytes', observations: [{ value: 'lots' }] },
        ],
        baselines: [
          {
            observation_parameter: 'records_exported',
            observations: [{ value: '90' }, { value: '120' }, { value: '2,300' }],
          },
        ],
      },
    ],
  });
  expect(detection).toEqual({
    source: 'siem',
    senderUid: 'acme-7712',
    reportedBy: 'Acme Detect',
    title: 'Bulk CRM query',
    message: 'Bulk CRM query by unusual client',
    grade: 'finding',
    rule: { name: 'AN1520', uid: 'AN1520', techniques: ['T1213.004'], analytics: ['AN1520'], attackVersion: '18.1' },
    product: 'salesforce',
    productName: 'Salesforce',
    severity: 'high',
    senderSeverity: 'severity_id 4',
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { email: 'mara.ito@northwind.example', ids: { salesforce: '0055f00000CyENtAAN' } },
    actor: { email: 'mara.ito@northwind.example', ids: { salesforce: '0055f00000CyENtAAN' } },
    integration: { name: 'My Ticket Portal', id: '0Ci1' },
    addresses: [
      { ip: '198.51.100.23', private: false, place: 'Rotterdam, Netherlands', network: 'Example Telecom, AS64500' },
    ],
    objects: [{ type: 'salesforce.object', name: 'Contact' }],
    counts: [{ what: 'records_exported', count: 41_250, usual: 120 }],
    observables: [],
    link: 'https://acme.example/findings/7712',
    notes: [
      'Techniques that are no ATT&CK ids were left out.',
      "The sender's measurement of megabytes is not a number; it was left out.",
    ],
  });
});

test('what is not there stays away', () => {
  const detection = detected('ocsf', { class_uid: 2004 });
  expect(Object.keys(detection).sort()).toEqual([
    'addresses',
    'counts',
    'grade',
    'notes',
    'objects',
    'observables',
    'occurredAt',
    'receivedAt',
    'rule',
    'senderSeverity',
    'senderUid',
    'severity',
    'source',
    'status',
    'title',
  ]);
  expect(detection.notes).toEqual([
    'The sender gave no OCSF version (metadata.version); read as 1.8.',
    'The sender gave no title.',
    'The sender gave no readable time; the time of receipt is used.',
    'The sender gave the finding no id (finding_info.uid); it is told apart by its content.',
    'Severity not given; treated as medium.',
    'The sender names no person.',
  ]);
});

describe('severity', () => {
  test.each([
    [1, undefined, 'info', 'severity_id 1', []],
    [2, 'Low', 'low', 'Low', []],
    [3, undefined, 'medium', 'severity_id 3', []],
    ['4', 'High', 'high', 'High', []],
    [5, undefined, 'critical', 'severity_id 5', []],
    [6, 'Fatal', 'critical', 'Fatal', []],
    [0, 'Unknown', 'medium', 'Unknown', ['Severity not given; treated as medium.']],
    [undefined, undefined, 'medium', null, ['Severity not given; treated as medium.']],
    [undefined, 'High', 'high', 'High', []],
    [99, 'Sev-1', 'medium', 'Sev-1', ['The sender\'s severity "Sev-1" is not on a known scale; treated as medium.']],
    [99, 'critical', 'critical', 'critical', []],
    [47, undefined, 'medium', 'severity_id 47', ['Severity not given; treated as medium.']],
    [
      2,
      'Critical',
      'low',
      'Critical',
      ["The sender's severity is low by number and Critical by word; the number is used."],
    ],
  ])('%s %s is %s', (severity_id, word, severity, senderSeverity, notes) => {
    expect(read({ severity_id, severity: word })).toMatchObject({ severity, senderSeverity, notes });
  });
});

describe('status', () => {
  test.each([
    [{ status_id: 1 }, 'new', []],
    [{ status_id: 2 }, 'new', ['At the sender this is already in progress.']],
    [{ status_id: 3 }, 'false-positive', ['The sender reviewed this and suppressed it as benign or a false positive.']],
    [{ status_id: 4 }, 'closed', []],
    [{ status_id: '5' }, 'closed', []],
    [{ activity_id: 3 }, 'closed', []],
    [{ activity_id: 2, status_id: 1 }, 'new', []],
    [{ verdict_id: 1, status_id: 1 }, 'false-positive', ["The sender's verdict is that this is a false positive."]],
    [{ verdict_id: 2 }, 'new', []],
    [{ verdict_id: 10 }, 'closed', ["The sender's verdict is that this is a duplicate."]],
    [{ status_id: 99 }, 'new', []],
  ])('%o is %s', (more, status, notes) => {
    expect(read(more)).toMatchObject({ status, notes });
  });
});

describe('people', () => {
  const sam = { email_addr: 'sam.okoro@northwind.example', full_name: 'Sam Okoro' };
  const mara = { email_addr: 'mara.ito@northwind.example', full_name: 'Mara Ito' };

  test('the one acted upon is the subject, the one acting is the actor', () => {
    const { subject, actor } = read({ evidences: [{ actor: { user: sam }, user: mara }] });
    expect([subject?.name, actor?.name]).toEqual(['Mara Ito', 'Sam Okoro']);
  });

  test('several people are told, one is taken', () => {
    const { subject, notes } = read({
      evidences: [{ actor: { user: mara } }, { actor: { user: mara } }, { actor: { user: sam } }],
    });
    expect(subject?.name).toBe('Mara Ito');
    expect(notes).toEqual(['This is read as being about Mara Ito; the sender also names Sam Okoro.']);
  });

  test('a user name that is an e-mail address is read as one, and said so', () => {
    expect(read({ evidences: [{ actor: { user: { name: 'mara.ito@northwind.example', uid: 42 } } }] })).toMatchObject({
      subject: { email: 'mara.ito@northwind.example', ids: { uid: '42', username: 'mara.ito@northwind.example' } },
      notes: ['No e-mail address was sent for mara.ito@northwind.example; the user name was read as one.'],
    });
  });

  test('an address is not a person', () => {
    const { subject, actor, notes } = read({ evidences: [{ actor: { user: { name: '203.0.113.9' } } }] });
    expect([subject, actor]).toEqual([undefined, undefined]);
    expect(notes).toEqual(['The sender names no person: its actor is the address 203.0.113.9.']);
  });

  test('observables count only where no evidence names anybody', () => {
    const observables = [{ name: 'actor.user.email_addr', type_id: 5, value: 'sam.okoro@northwind.example' }];
    expect(read({ evidences: [], observables }).subject).toEqual({ email: 'sam.okoro@northwind.example', ids: {} });
    expect(read({ observables }).subject?.name).toBe('Mara Ito');
  });

  test('a service account is called one', () => {
    const { notes } = read({
      evidences: [{ actor: { user: { name: 'svc-sync', uid: '00u1abcdefGHIJKLM0h7', type_id: 4 } } }],
    });
    expect(notes).toEqual(['The sender says svc-sync is a service account.']);
  });
});

describe('where', () => {
  test('a private address has no place on the map, whatever the sender says', () => {
    const location = { city: 'New York', country: 'United States' };
    expect(read({ evidences: [{ src_endpoint: { ip: '::ffff:192.168.1.7', location } }] })).toMatchObject({
      addresses: [{ ip: '192.168.1.7', private: true }],
      notes: [
        'The sender names no person.',
        '192.168.1.7 is a private address; what the sender says about where it is (New York, United States) was left out.',
      ],
    });
  });

  test('each address once, destinations not at all', () => {
    const observables = [
      { name: 'evidences[0].src_endpoint.ip', type_id: 2, value: '198.51.100.23' },
      { name: 'evidences[0].dst_endpoint.ip', type_id: 2, value: '203.0.113.9' },
      { name: 'something.ip', type_id: 2, value: 'not an address' },
    ];
    const evidences = [{ src_endpoint: { ip: '198.51.100.23', isp: 'Example Telecom' } }];
    expect(read({ observables, evidences })).toMatchObject({
      addresses: [{ ip: '198.51.100.23', private: false, network: 'Example Telecom' }],
      notes: ['The sender names no person.', 'An address was left out: it is not an IP address.'],
    });
  });
});

describe('the same finding by several versions', () => {
  test.each(['1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0', '1.6.0', '1.7.0', '1.8.0'])('%s is known', (version) => {
    expect(read({ metadata: { version, product: { name: 'Acme Detect' } } }).notes).toEqual([]);
  });

  test.each(['1.0.0', '1.9.0-dev', '1.10.0', '2.0.0'])('%s is read, with a note', (version) => {
    expect(read({ metadata: { version, product: { name: 'Acme Detect' } } }).notes).toEqual([
      `OCSF ${version} is not a version Cordon knows (1.1 to 1.8); fields may have been missed.`,
    ]);
  });
});

test('the title may be missing since 1.4', () => {
  expect(read({ finding_info: { uid: 'x' }, message: 'Bulk read of contacts' })).toMatchObject({
    title: 'Bulk read of contacts',
    notes: ['The sender gave no title; its message or rule name stands in for it.'],
  });
});

test('one malformed entry does not cost the others', () => {
  const evidences = [
    7,
    null,
    { src_endpoint: 'nowhere' },
    { src_endpoint: { ip: '198.51.100.23' }, actor: { user: ['x'] } },
  ];
  expect(read({ evidences, resources: { name: 'Contact' } })).toMatchObject({
    addresses: [{ ip: '198.51.100.23' }],
    objects: [{ name: 'Contact' }],
  });
});

test.each([
  ['a vulnerability', finding({ class_uid: 2002, type_uid: 200201 }), 'class', /class_uid 2002/],
  ['a compliance finding', finding({ class_uid: 2003, type_uid: 200301 }), 'class', /class_uid 2003/],
  ['another class', finding({ class_uid: 3002 }), 'class', /class_uid 3002/],
  ['no class', { title: 'x' }, 'not-ocsf', /no class_uid/],
  ['a class that is no number', finding({ class_uid: { $ne: 1 }, type_uid: null }), 'not-ocsf', /no class_uid/],
  ['text', 'hello', 'not-an-object', /must be a JSON object/],
  ['nothing', null, 'not-an-object', /must be a JSON object/],
])('%s goes to quarantine with the reason', (_what, payload, code, reason) => {
  expect(readOne(normalise('ocsf', payload, context))).toMatchObject({
    ok: false,
    code,
    reason: expect.stringMatching(reason),
  });
});

test('a list is read one by one', () => {
  expect(normalise('ocsf', [finding(), finding({ class_uid: 3002 }), 7], context)).toMatchObject({
    findings: [{ ok: true }, { ok: false, code: 'class' }, { ok: false, code: 'not-an-object' }],
  });
});

test('class and type may be text, and type_uid stands in for class_uid', () => {
  expect(read({ class_uid: '2004' }).notes).toEqual([]);
  expect(read({ class_uid: undefined, type_uid: 200402 }).notes).toEqual([
    'The sender gave no class_uid; it was taken from type_uid.',
  ]);
});
