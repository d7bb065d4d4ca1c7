import fc from 'fast-check';
import { expect } from 'vitest';
import { Detection } from '#src/detections/detection.ts';
import { tame } from '#src/detections/reading/text.ts';
import { type Delivered, normalise } from '#src/detections/senders/index.ts';
import { context } from './finding.ts';

/** Any JSON a stranger may send, with the values that tempt a reader. */
export const anyJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.constantFrom(
      null,
      true,
      '',
      '198.51.100.23',
      '10.0.0.1',
      'mara@northwind.example',
      '41,250',
      '\u202e',
      '{"a":1}',
    ),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'id', 'name', 'type', 'data', 'object'), tie('json'), {
      maxKeys: 4,
    }),
  ),
})).json;

/** The example with up to four of its values, at any depth, replaced by anything or taken away. */
export const spoilt = (example: unknown): fc.Arbitrary<unknown> =>
  fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constant(undefined), anyJson)), { maxLength: 4 }).map((spoils) => {
    const copy = { root: JSON.parse(JSON.stringify(example)) as unknown };
    const places = placesIn(copy);
    for (const [where, value] of spoils) {
      const place = places[where % places.length];
      if (place) place.holder[place.key] = value;
    }
    return JSON.parse(JSON.stringify(copy.root ?? null)) as unknown;
  });

type Holder = Record<string, unknown>;

const placesIn = (holder: Holder): { holder: Holder; key: string }[] =>
  Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value as Holder) : []),
  ]);

/** Whatever comes is refused, or becomes a detection of which every word was sent; `own` are the words the sender's reader adds. */
export function expectHonest(shape: string, payload: unknown, own: readonly string[], headers = {}): void {
  const delivered: Delivered = normalise(shape, payload, { ...context, headers });
  expectClean(delivered);
  if (!delivered.ok) return;
  const sent = tame(textsIn([payload, headers]).join('\n'), Number.POSITIVE_INFINITY);
  const known = `${sent} ${own.join(' ')} Detection from ${context.source}`.toUpperCase();
  for (const read of delivered.findings) {
    if (!read.ok) continue;
    expect(Detection.parse(read.detection)).toEqual(read.detection);
    for (const word of wordsOf(read.detection)) expect(known).toContain(word);
  }
}

/** The words of a detection that only its sender can have known. Notes are Cordon's sentences; the other fields left out hold Cordon's own words. */
const wordsOf = ({
  title,
  message,
  reportedBy,
  rule,
  senderUid,
  senderSeverity,
  ...detection
}: Detection): string[] => {
  const { subject, actor, target, integration, addresses, objects, counts, payee, link } = detection;
  const observed = detection.observables.map(({ value }) => value);
  const uid = senderUid.startsWith('sha256:') ? undefined : senderUid;
  const people = [subject, actor, target, integration, payee];
  const rest = [title, message, reportedBy, rule, uid, senderSeverity, addresses, objects, counts, observed, link];
  return valuesIn([people, rest, detection.amount?.currency])
    .flatMap((text) => text.toUpperCase().split(/[\s,:/]+/))
    .filter((word) => word !== '' && !/^AS\d+$/.test(word));
};

const valuesIn = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
};

const keysIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? [...Object.keys(value), ...Object.values(value).flatMap(keysIn)] : [];

const textsIn = (value: unknown): string[] => [...valuesIn(value), ...keysIn(value)];

function expectClean(read: unknown): void {
  for (const text of textsIn(read)) {
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u);
  }
}
