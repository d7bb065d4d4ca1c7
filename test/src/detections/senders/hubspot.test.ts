import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, readOne } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const event = (more: object = {}) => ({
  eventId: 3816279340,
  subscriptionId: 25,
  portalId: 33,
  appId: 1160452,
  occurredAt: 1_795_335_000_000,
  subscriptionType: 'contact.privacyDeletion',
  attemptNumber: 0,
  objectId: 1246965,
  changeSource: 'CRM_UI',
  sourceId: 'userId:9876',
  ...more,
});

const read = (more: object = {}): Detection => detected('hubspot', [event(more)]);

test('a contact deleted for privacy', () => {
  expect(read()).toEqual({
    source: 'siem',
    senderUid: '3816279340/25/1795335000000',
    title: 'Contact deleted for privacy',
    grade: 'event',
    rule: { uid: 'contact.privacyDeletion', techniques: [], analytics: [] },
    kind: 'records-deleted',
    product: 'hubspot',
    productName: 'HubSpot',
    severity: 'medium',
    senderSeverity: null,
    status: 'new',
    occurredAt: '2026-11-22T08:10:00.000Z',
    receivedAt: '2026-11-22T08:15:00.000Z',
    subject: { ids: { hubspot: '9876' } },
    actor: { ids: { hubspot: '9876' } },
    addresses: [],
    objects: [{ type: 'contact', name: '1246965' }],
    counts: [],
    observables: [
      { type: 'hubspot-record', value: '1246965' },
      { type: 'hubspot-portal', value: '33' },
      { type: 'hubspot-change-source', value: 'CRM_UI' },
    ],
    notes: ['Severity not given; treated as medium.'],
  });
});

test.each([
  ['contact.deletion', 'Contact deleted', 'records-deleted'],
  ['conversation.privacyDeletion', 'Conversation deleted for privacy', 'records-deleted'],
  ['company.creation', 'Company created', undefined],
  ['deal.merge', 'Deal merged', undefined],
  ['contact.associationChange', 'Contact associated anew', undefined],
  ['ticket.somethingNew', 'ticket.somethingNew', undefined],
  ['deletion', 'deletion', undefined],
])('%s is "%s", %s', (subscriptionType, title, kind) => {
  const detection = read({ subscriptionType });
  expect([detection.title, detection.kind, detection.grade]).toEqual([title, kind, 'event']);
});

test.each([
  ['0-1', 'Contact deleted', 'contact'],
  ['0-3', 'Deal deleted', 'deal'],
  ['2-1234', '2-1234 deleted', '2-1234'],
  [undefined, 'Object deleted', 'object'],
])('a generic subscription on %s is "%s"', (objectTypeId, title, type) => {
  expect(read({ subscriptionType: 'object.deletion', objectTypeId })).toMatchObject({
    title,
    kind: 'records-deleted',
    objects: [{ type, name: '1246965' }],
  });
});

test('a changed property is named, its value is not kept', () => {
  const detection = read({
    subscriptionType: 'contact.propertyChange',
    propertyName: 'email',
    propertyValue: 'customer@customer.example',
  });
  expect(detection.objects).toEqual([
    { type: 'contact', name: '1246965' },
    { type: 'property', name: 'email' },
  ]);
  expect(JSON.stringify(detection)).not.toContain('customer@');
});

describe('who did it', () => {
  test.each([
    [{ changeSource: 'INTEGRATION', sourceId: '2931120' }, undefined, { id: '2931120' }],
    [{ changeSource: 'CRM_UI_BULK_ACTION', sourceId: 'userId:47812075' }, { ids: { hubspot: '47812075' } }, undefined],
    [{ changeSource: 'HUBSPOT_INTERNAL', sourceId: 'CompanyInsightsPropertyMappings' }, undefined, undefined],
    [{ changeSource: 'API', sourceId: '2931120' }, undefined, undefined],
    [{ changeSource: undefined, sourceId: undefined }, undefined, undefined],
    [{ sourceId: 'userId:' }, undefined, undefined],
  ])('%o', (more, actor, integration) => {
    const read_ = read(more);
    expect([read_.actor, read_.subject, read_.integration]).toEqual([actor, actor, integration]);
    expect(read_.integration?.id).not.toBe('1160452');
  });
});

test('an attempt more is the same event; another subscription or time is another', () => {
  const uid = (more: object) => read(more).senderUid;
  expect(uid({ attemptNumber: 3 })).toBe(uid({}));
  expect(new Set([uid({}), uid({ subscriptionId: 26 }), uid({ occurredAt: 1_795_335_000_001 })]).size).toBe(3);
  expect(uid({ eventId: null, attemptNumber: 3 })).toBe(uid({ eventId: null }));
  expect(uid({ eventId: null })).toMatch(/^sha256:/);
});

test('a batch is read one by one; one alone is a batch of one', () => {
  expect(normalise('hubspot', [event(), null, event({ eventId: 2 })], context)).toMatchObject({
    findings: [{ ok: true }, { ok: false, code: 'not-hubspot', field: 'subscriptionType' }, { ok: true }],
  });
  expect(detected('hubspot', event())).toEqual(read());
});

test.each([null, 7, 'x', {}, { subscriptionType: ' ' }])('%j is refused', (payload) => {
  expect(readOne(normalise('hubspot', payload, context))).toMatchObject({ ok: false, code: 'not-hubspot' });
});

describe('whatever a stranger sends', () => {
  const own = [
    'created deleted for privacy restored merged changed associated anew contact company deal ticket property',
  ];

  test('any JSON', () => {
    fc.assert(fc.property(anyJson, (json) => expectHonest('hubspot', json, own)));
  });

  test('an event spoilt anywhere', () => {
    const payload = [event({ subscriptionType: 'object.propertyChange', objectTypeId: '0-1', propertyName: 'email' })];
    fc.assert(
      fc.property(spoilt(payload), (json) => expectHonest('hubspot', json, own)),
      { numRuns: 300 },
    );
  });
});
