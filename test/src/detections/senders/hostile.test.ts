import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Detection } from '#src/detections/detection.ts';
import { type Delivered, normalise, normaliseBody } from '#src/detections/senders/index.ts';
import type { Normalised } from '#src/detections/senders/sender.ts';
import { context, detected, finding, template } from './finding.ts';

const shape = fc.constantFrom('ocsf', 'cordon');
/** Any sixteen-bit units at all: lone surrogates, controls, direction overrides. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 10, 0x202e, 0x2066, 0xd800, 0xdc00, 0xfeff)))
  .map((units) => String.fromCharCode(...units));
const anyJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.double(),
    fc.integer(),
    fc.constantFrom(null, true, '198.51.100.23', 'mara@northwind.example', '41,250', 2004),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', 'toString', 'name', 'ip', 'uid', 'user')),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
})).json;

const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(texts)]
    : [];
};

function expectFit(delivered: Delivered): void {
  for (const one of delivered.ok ? delivered.findings : [delivered]) expectFitOne(one);
}

function expectFitOne(read: Normalised): void {
  for (const text of texts(read)) {
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u);
  }
  expect(JSON.stringify(read).length).toBeLessThan(100_000);
  if (!read.ok) return;
  expect(JSON.parse(JSON.stringify(read.detection))).toEqual(read.detection);
  expect(Detection.parse(read.detection)).toEqual(read.detection);
}

/** A good payload in which any field, at the top or one below, may hold anything. */
const spoilt = (good: Record<string, unknown>) =>
  fc
    .tuple(
      fc.dictionary(
        fc.constantFrom(
          ...Object.keys(good),
          'observables',
          'anomaly_analyses',
          'transfer',
          'counts',
          'objects',
          'device',
          'unmapped',
        ),
        anyJson,
      ),
      fc.dictionary(fc.constantFrom('uid', 'title', 'email', 'ids', 'name', 'product', 'version'), anyJson),
    )
    .map(([top, below]) => ({
      ...good,
      subject: below,
      finding_info: { ...below, src_url: below.name },
      evidences: [{ actor: { user: below }, src_endpoint: { ip: '198.51.100.23', location: below } }],
      ...top,
      class_uid: 2004,
      cordon: 'detection/1',
    }));

describe('whatever a stranger sends', () => {
  test('any bytes get an answer', () => {
    fc.assert(
      fc.property(shape, fc.uint8Array({ maxLength: 200 }), (name, bytes) =>
        expectFit(normaliseBody(name, bytes, context)),
      ),
    );
  });

  test('any JSON gets an answer', () => {
    fc.assert(
      fc.property(shape, anyJson, (name, json) =>
        expectFit(normaliseBody(name, Buffer.from(JSON.stringify(json)), context)),
      ),
    );
  });

  test('a finding spoilt anywhere becomes a fit detection or is refused', () => {
    fc.assert(
      fc.property(spoilt(finding()), (payload) => expectFit(normalise('ocsf', payload, context))),
      { numRuns: 300 },
    );
  });

  test('a template spoilt anywhere becomes a fit detection or is refused', () => {
    fc.assert(
      fc.property(spoilt(template()), (payload) => expectFit(normalise('cordon', payload, context))),
      { numRuns: 300 },
    );
  });
});

test.each([500, 100_000])('%i levels are refused before anything walks them', (levels) => {
  const body = Buffer.from(`{"class_uid":2004,"unmapped":${'['.repeat(levels)}${']'.repeat(levels)}}`);
  expect(normaliseBody('ocsf', body, context)).toEqual({
    ok: false,
    code: 'too-intricate',
    reason: 'The body nests more than 60 levels deep.',
  });
});

test('half a million values are refused', () => {
  const body = Buffer.from(`{"class_uid":2004,"resources":[${'0,'.repeat(500_000)}0]}`);
  expect(normaliseBody('ocsf', body, context)).toMatchObject({ ok: false, code: 'too-intricate' });
});

test('keys with a meaning of their own have none here', () => {
  const body = Buffer.from(
    '{"cordon":"detection/1","id":"1","title":"t","occurred_at":"2026-11-22T08:00:00Z","subject":{"name":"Mara","ids":{"__proto__":"x","constructor":"y"}},"__proto__":{"polluted":true}}',
  );
  const read = normaliseBody('cordon', body, context);
  expect(read).toMatchObject({
    ok: true,
    findings: [{ detection: { subject: { name: 'Mara', ids: { constructor: 'y' } } } }],
  });
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test('long and deceptive text is cut and cleaned, with a note', () => {
  const { title, message, notes } = detected(
    'ocsf',
    finding({
      finding_info: { uid: '1', title: 'Invoice \u202Efdp.exe\u0007\u001b[31m\n<!channel>' },
      message: 'x'.repeat(900_000),
    }),
  );
  expect(title).toBe('Invoice fdp.exe[31m <!channel>');
  expect(message).toHaveLength(2000);
  expect(notes).toEqual([
    'Control or text-direction characters were taken out of the title.',
    'The message was 900,000 characters long; the first 2,000 are kept.',
  ]);
});

test('a name in another script or with an emoji stays as it is', () => {
  const title = 'می‌خواهم 👩‍💻 José';
  expect(detected('ocsf', finding({ finding_info: { uid: '1', title } }))).toMatchObject({ title, notes: [] });
});

test('a letter in the wrong encoding does not cost the detection', () => {
  const body = Buffer.concat([
    Buffer.from(
      '{"cordon":"detection/1","id":"1","occurred_at":"2026-11-22T08:00:00Z","severity":"low","integration":{"name":"x"},"title":"M',
    ),
    Buffer.from([0xf8]),
    Buffer.from('ller"}'),
  ]);
  expect(normaliseBody('cordon', body, context)).toMatchObject({
    ok: true,
    findings: [
      {
        detection: {
          title: 'M\ufffdller',
          notes: ['The body was not valid UTF-8; unreadable characters were replaced.'],
        },
      },
    ],
  });
});

test('a cut-off id is nobody’s: it is left out', () => {
  const user = { uid: 'x'.repeat(5000), full_name: 'Mara Ito' };
  expect(detected('ocsf', finding({ evidences: [{ actor: { user } }] }))).toMatchObject({
    subject: { name: 'Mara Ito', ids: {} },
    notes: ["The actor's id was left out: it is longer than 300 characters or holds characters no id has."],
  });
});
