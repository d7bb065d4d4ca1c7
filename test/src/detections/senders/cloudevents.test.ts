import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, finding, readOne, template } from './finding.ts';
import { anyJson, expectHonest, spoilt } from './stranger.ts';

const event = (data: unknown, more: object = {}) => ({
  specversion: '1.0',
  id: 'A-7',
  source: '/detect/saas',
  type: 'example.detection.created',
  datacontenttype: 'application/json',
  time: '2026-11-22T08:10:01Z',
  data,
  ...more,
});

const headers = {
  'ce-specversion': '1.0',
  'ce-id': 'A-7',
  'ce-source': '/detect/saas%20two',
  'ce-type': 'example.detection.created',
};

const withoutId = () => ({ ...template(), id: undefined });
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

describe('the same detection as without the envelope', () => {
  const fromTemplate = detected('cordon', template());
  const fromOcsf = detected('ocsf', finding());

  test.each([
    ['structured', event(template()), fromTemplate],
    ['as JSON in text', event(JSON.stringify(template())), fromTemplate],
    ['in base64', event(undefined, { data_base64: base64(template()) }), fromTemplate],
    ['an OCSF finding', event(finding()), fromOcsf],
    ['an OCSF finding in base64', event(undefined, { data_base64: base64(finding()) }), fromOcsf],
    ['a batch of one', [event(template())], fromTemplate],
  ])('%s', (_mode, payload, expected) => {
    expect(detected('cloudevents', payload)).toEqual(expected);
  });

  test.each([
    ['the template', template(), fromTemplate],
    ['an OCSF finding', finding(), fromOcsf],
  ])('binary, with %s as the body', (_what, payload, expected) => {
    expect(readOne(normalise('cloudevents', payload, { ...context, headers }))).toEqual({
      ok: true,
      detection: expected,
    });
  });
});

describe('what has no id of its own', () => {
  const info = { title: 'Bulk read' };

  test.each([
    ['the template', event(withoutId())],
    ['the template with a blank id', event(template({ id: '' }))],
    ['OCSF', event(finding({ finding_info: info }))],
    ['OCSF without metadata', event(finding({ finding_info: info, metadata: undefined }))],
    ['the deprecated class of OCSF', event({ class_uid: 2001, finding: info })],
  ])('%s takes source and id of the event', (_what, payload) => {
    expect(detected('cloudevents', payload).senderUid).toBe('/detect/saas A-7');
  });

  test('binary mode is decoded', () => {
    const read = readOne(normalise('cloudevents', withoutId(), { ...context, headers }));
    expect(read).toMatchObject({ detection: { senderUid: '/detect/saas two A-7' } });
    const broken = { ...headers, 'ce-source': '100%' };
    const kept = readOne(normalise('cloudevents', withoutId(), { ...context, headers: broken }));
    expect(kept).toMatchObject({ detection: { senderUid: '100% A-7' } });
  });

  test('half of it identifies nothing', () => {
    expect(detected('cloudevents', event(finding({ finding_info: info }), { source: null })).senderUid).toMatch(
      /^sha256:/,
    );
    expect(readOne(normalise('cloudevents', event(withoutId(), { id: null }), context))).toMatchObject({
      ok: false,
      code: 'template',
      field: 'id',
    });
  });
});

test('a batch is read one by one', () => {
  const batch = [event(template()), 7, event(finding()), event({ hello: 'world' })];
  expect(normalise('cloudevents', batch, context)).toMatchObject({
    findings: [{ ok: true }, { ok: false, code: 'not-a-cloudevent' }, { ok: true }, { ok: false, code: 'data' }],
  });
});

test('an event that says what it is counts as structured, whatever the headers say', () => {
  expect(readOne(normalise('cloudevents', event(template()), { ...context, headers }))).toMatchObject({ ok: true });
});

test('another version is read, with a note', () => {
  expect(detected('cloudevents', event(template(), { specversion: '0.3' })).notes).toEqual([
    'CloudEvents 0.3 is not a version Cordon knows (1.0).',
  ]);
});

const deep = `{"cordon":"detection/1","id":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;

test.each([
  [
    'neither shape',
    event({ hello: 'world' }),
    'data',
    /of type example\.detection\.created is neither .*template.* nor an OCSF finding/,
  ],
  ['no data', event(undefined), 'data', /is neither/],
  ['a list', event([template()]), 'data', /is neither/],
  ['text that is no JSON', event('hello'), 'data', /is not JSON/],
  ['base64 that is no JSON', event(undefined, { data_base64: '////' }), 'data', /is not JSON/],
  ['another OCSF class', event(finding({ class_uid: 3002 })), 'class', /class_uid 3002/],
  ['a template with nothing in it', event({ cordon: 'detection/1' }), 'template', /not filled in right/],
  ['levels hidden in text', event(deep), 'too-intricate', /^The data of this CloudEvent .* nests more than 60 levels/],
  [
    'levels hidden in base64',
    event(undefined, { data_base64: Buffer.from(deep).toString('base64') }),
    'too-intricate',
    /nests/,
  ],
  ['no envelope', template(), 'not-a-cloudevent', /no specversion/],
  ['nothing', null, 'not-a-cloudevent', /no specversion/],
  ['an empty batch', [], 'not-a-cloudevent', /no specversion/],
])('%s is refused', (_what, payload, code, reason) => {
  expect(readOne(normalise('cloudevents', payload, context))).toMatchObject({
    ok: false,
    code,
    reason: expect.stringMatching(reason),
  });
});

describe('whatever a stranger sends', () => {
  test('any JSON, with and without headers, as data and inside text', () => {
    fc.assert(
      fc.property(anyJson, (json) => {
        expectHonest('cloudevents', json, []);
        expectHonest('cloudevents', json, [], headers);
        expectHonest('cloudevents', event(json), []);
        expectHonest('cloudevents', event(JSON.stringify(json)), []);
      }),
    );
  });

  test.each([
    ['a template', event(template())],
    ['an OCSF finding', event(finding())],
  ])('%s spoilt anywhere', (_what, payload) => {
    fc.assert(fc.property(spoilt(payload), (json) => expectHonest('cloudevents', json, [])));
  });
});
