import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '#src/detections/fingerprint.ts';
import { normalise } from '#src/detections/senders/index.ts';
import { context, detected, finding, readOne, template } from './senders/finding.ts';

const mark = (shape: string, payload: unknown, source = 'siem', receivedAt = context.receivedAt): string => {
  const read = readOne(normalise(shape, payload, { source, receivedAt }));
  if (!read.ok) throw new Error(read.reason);
  return fingerprint(read.detection);
};

const withUid = (uid: unknown) => finding({ finding_info: { uid, title: 'Bulk read' } });
/** A blank id is none; then the content tells findings apart. */
const anyUid = fc
  .oneof(
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.string({ minLength: 400, maxLength: 600 }),
  )
  .filter((uid) => uid.trim() !== '');

test('two deliveries of one finding have one fingerprint, whatever else changed on the way', () => {
  fc.assert(
    fc.property(anyUid, fc.nat(10_000_000), fc.constantFrom(1, 2, 4), fc.string(), (uid, later, status_id, message) => {
      const again = { message, status_id, activity_id: 2, severity_id: 5, ...withUid(uid) };
      const received = new Date(context.receivedAt.getTime() + later);
      expect(mark('ocsf', Object.fromEntries(Object.entries(again).reverse()), 'siem', received)).toBe(
        mark('ocsf', withUid(uid)),
      );
    }),
  );
});

test('different ids are different findings', () => {
  fc.assert(
    fc.property(anyUid, anyUid, (one, other) => {
      expect(mark('ocsf', withUid(one)) === mark('ocsf', withUid(other))).toBe(one === other);
    }),
  );
});

test('a blank id is none: the same content is the same finding, other content another', () => {
  const reversed = Object.fromEntries(Object.entries(withUid(' ')).reverse());
  expect(mark('ocsf', reversed)).toBe(mark('ocsf', withUid(' ')));
  expect(mark('ocsf', { ...withUid(' '), message: 'other' })).not.toBe(mark('ocsf', withUid(' ')));
});

test('one id from two sources, or of two reporting products, is two findings', () => {
  expect(mark('ocsf', withUid('1'), 'a')).not.toBe(mark('ocsf', withUid('1'), 'b'));
  const other = { ...withUid('1'), metadata: { version: '1.5.0', product: { name: 'Other Detect' } } };
  expect(mark('ocsf', other)).not.toBe(mark('ocsf', withUid('1')));
  expect(mark('cordon', template({ id: 1 }))).toBe(
    mark('cordon', template({ id: '1', title: 'New title', severity: 'low' })),
  );
});

test('without an id the content tells findings apart', () => {
  const { finding_info: _without, ...rest } = finding({ message: 'Bulk read' });
  const reordered = Object.fromEntries(
    Object.entries({
      ...rest,
      metadata: { version: '1.5.0', logged_time: 1, product: { name: 'Acme Detect' } },
    }).reverse(),
  );
  expect(mark('ocsf', reordered)).toBe(mark('ocsf', rest));
  expect(mark('ocsf', { ...rest, message: 'Bulk read of contacts' })).not.toBe(mark('ocsf', rest));
  expect(detected('ocsf', rest).senderUid).toMatch(/^sha256:[0-9a-f]{64}$/);
});
