import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoutingRule } from '#src/config/routing.ts';
import type { Detection } from '#src/detections/detection.ts';
import { routeOf } from '#src/noise/route.ts';
import { detectionOf } from '#test/helpers/seed.ts';

const endpoint = { when: { products: ['crowdstrike', 'defender'] }, to: 'record' } satisfies RoutingRule;
const cloud = {
  when: { sources: ['wiz'], kinds: ['bucket-public'] },
  to: { channel: 'C0CLOUD01' },
} satisfies RoutingRule;
const rules = [endpoint, cloud];

const routed = (more: Partial<Detection>, list: readonly RoutingRule[] = rules) => routeOf(list, detectionOf(more));

test.each<[string, Partial<Detection>, object]>([
  ['what no rule fits', { product: 'salesforce' }, { to: 'case' }],
  [
    'one of the products',
    { product: 'Defender' },
    { to: 'record', because: 'kept only, by routing[0] (product Defender)' },
  ],
  ['one of two lists', { source: 'wiz', kind: 'key-leaked' }, { to: 'case' }],
  [
    'both lists',
    { source: 'wiz', kind: 'bucket-public' },
    { to: 'channel', channel: 'C0CLOUD01', because: 'kept only, by routing[1] (source wiz, kind bucket-public)' },
  ],
])('%s', (_, more, expected) => expect(routed(more)).toEqual(expected));

const technique = (...techniques: string[]) => ({ rule: { techniques, analytics: [] } });
test.each([
  ['T1059', ['T1059'], 'record'],
  ['T1059', ['T1059.001'], 'record'],
  ['T1059.001', ['T1059'], 'case'],
  ['T105', ['T1059'], 'case'],
  ['T1059', [], 'case'],
  ['T1059', ['T1213', 'T1059.003'], 'record'],
])('a rule for %s and a detection with %j: %s', (wanted, has, to) => {
  expect(routed(technique(...has), [{ when: { techniques: [wanted] }, to: 'record' }])).toMatchObject({ to });
});

test('a missing product is no product', () => {
  const { product: _, ...detection } = detectionOf();
  expect(routeOf([{ when: { products: ['undefined'] }, to: 'record' }], detection)).toEqual({ to: 'case' });
});

test('the first rule that fits counts, and rules behind it change nothing', () => {
  const rule = fc.record({
    when: fc.record(
      { sources: fc.subarray(['a', 'b'], { minLength: 1 }), products: fc.subarray(['x', 'y'], { minLength: 1 }) },
      { requiredKeys: [] },
    ),
    to: fc.constantFrom('case' as const, 'record' as const, { channel: 'C0CLOUD01' }),
  });
  const detection = fc.record({ source: fc.constantFrom('a', 'b'), product: fc.constantFrom('x', 'y', 'z') });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), fc.array(rule, { maxLength: 2 }), detection, (list, more, one) => {
      const alone = list.filter((single) => routed(one, [{ ...single, to: 'record' }]).to === 'record');
      const [first] = alone;
      const to = typeof first?.to === 'object' ? 'channel' : (first?.to ?? 'case');
      expect(routed(one, list).to).toBe(to);
      if (first) expect(routed(one, [...list, ...more])).toEqual(routed(one, list));
    }),
  );
});
