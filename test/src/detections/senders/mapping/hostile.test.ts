import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Detection } from '#src/detections/detection.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { alert, detected, everything, full, of } from './written.ts';

const anyJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(null, true, 7, '198.51.100.23', '{"id":"x","email":"a@b.example"}', '[[', '41,250'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('alert', 'id', 'title', 'at', 'level', 'who', 'mail', 'places', 'ip', 'seen', '__proto__'),
      tie('json'),
      { maxKeys: 5 },
    ),
  ),
})).json;

const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
};

/** What a detection says that its sender need not have said. */
const OURS = new Set([
  'finding',
  'event',
  'medium',
  'new',
  'closed',
  'siem',
  'Detection from siem',
  'object',
  'EUR',
  '18.1',
  'value',
]);

describe('whatever a stranger sends', () => {
  const mapped = of({ ...everything, tables: {} });

  test('any JSON gets an answer, and any field of a good one may hold anything', () => {
    const spoilt = fc
      .dictionary(fc.constantFrom(...Object.keys(full)), anyJson)
      .map((wrong) => ({ ...full, ...wrong, alert }));
    fc.assert(
      fc.property(fc.oneof(anyJson, spoilt), (json) => {
        const delivered = normalise('mapping', json, mapped);
        for (const one of delivered.ok ? delivered.findings : [delivered]) {
          for (const text of texts(one)) expect(text).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u);
          if (one.ok) expect(Detection.parse(one.detection)).toEqual(one.detection);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('nothing is invented: every text was sent, or is one of our own words', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    const answer = fc.record({
      alert: fc.record({
        id: word,
        title: word,
        at: fc.constant(alert.at),
        level: word,
        type: word,
        app: word,
        text: word,
      }),
      who: fc.record({ mail: word, okta: word }, { requiredKeys: [] }),
      by: fc.record({ name: word, login: word }, { requiredKeys: [] }),
      seen: fc.array(fc.record({ kind: word, value: word }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(answer, (payload) => {
        const sent = new Set(texts(payload));
        const { notes, receivedAt, occurredAt, ...said } = detected(payload, { ...everything, tables: {} });
        for (const text of texts(said)) expect(sent.has(text) || OURS.has(text) || text).toBe(true);
      }),
    );
  });

  test('500 findings that all miss their id are answered at once', () => {
    const keys = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key_${index}_${'x'.repeat(30)}`, 'x']));
    const started = performance.now();
    const delivered = normalise(
      'mapping',
      Array.from({ length: 500 }, () => keys),
      of({ list: '$', id: 'key_one' }),
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(delivered.ok && delivered.findings).toHaveLength(500);
  });
});
