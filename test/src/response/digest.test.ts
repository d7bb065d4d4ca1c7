import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoundPlan, differences, digestOf, planCode } from '#src/response/digest.ts';

const inputs = fc.jsonValue({ maxDepth: 3 });
const facts = fc.dictionary(fc.string(), fc.string(), { maxKeys: 4 });
const plans: fc.Arbitrary<BoundPlan> = fc.record({
  what: fc.string(),
  input: inputs,
  bound: facts,
  needs: fc.constantFrom([{ role: 'security', count: 1 }], [{ role: 'finance', count: 2 }]),
  playbook: fc.string(),
  version: fc.string(),
  offer: fc.nat(),
});

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

test('the same plan has the same digest, whatever the order of its keys', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(digestOf(reversed(plan) as BoundPlan)).toBe(digestOf(plan));
      expect(digestOf(JSON.parse(JSON.stringify(plan)))).toBe(digestOf(plan));
    }),
  );
});

test('any change of any part is another digest', () => {
  fc.assert(
    fc.property(plans, plans, (plan, other) => {
      for (const part of ['what', 'input', 'bound', 'playbook', 'version', 'offer'] as const) {
        const changed = { ...plan, [part]: other[part] };
        expect(digestOf(changed) === digestOf(plan)).toBe(isDeepStrictEqual(asJson(changed), asJson(plan)));
      }
    }),
  );
});

/** -0 is 0 there. */
const asJson = (plan: BoundPlan): unknown => JSON.parse(JSON.stringify(plan));

test.each<[string, Partial<BoundPlan>]>([
  ['one digit of an amount', { bound: { Amount: '48200.01', Payee: 'Brightwater' } }],
  ['a fact taken away', { bound: { Amount: '48200.00' } }],
  ['a fact added', { bound: { Amount: '48200.00', Payee: 'Brightwater', Due: 'today' } }],
  ['a label and its value changed places', { bound: { '48200.00': 'Amount', Payee: 'Brightwater' } }],
  ['a target', { input: { userId: 'u2', name: 'Mara Ito' } }],
  ['a look-alike letter', { input: { userId: 'u1', name: 'Mаra Ito' } }],
  ['a number instead of its text', { input: { userId: 1 } }],
  ['the action', { what: 'acme.delete' }],
  ['whose yes it takes', { needs: [{ role: 'finance', count: 1 }] }],
  ['the playbook', { playbook: 'other' }],
  ['its version', { version: '2' }],
  ['another offer of the same', { offer: 2 }],
])('%s changes the digest', (_, change) => {
  const plan: BoundPlan = {
    what: 'acme.freeze',
    input: { userId: 'u1', name: 'Mara Ito' },
    bound: { Amount: '48200.00', Payee: 'Brightwater' },
    needs: [{ role: 'security', count: 1 }],
    playbook: 'acme-test',
    version: '1',
    offer: 1,
  };
  expect(digestOf({ ...plan, ...change })).not.toBe(digestOf(plan));
});

test('differences names every fact that changed, appeared or went, and nothing else', () => {
  expect(differences({ Amount: '€48,200.00', Payee: 'Brightwater' }, { Amount: '€84,200.00', Due: 'today' })).toEqual([
    'Amount: €48,200.00 → €84,200.00',
    'Payee: Brightwater → nothing',
    'Due: nothing → today',
  ]);
  fc.assert(fc.property(facts, (same) => differences(same, { ...same }).length === 0));
});

test('people compare four letters', () => {
  expect(planCode('7f3a99')).toBe('7F3A');
});
