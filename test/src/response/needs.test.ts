import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingOf, type Need, type Saying } from '#src/response/needs.ts';

const need = (role: Need['role'], count: number): Need => ({ role, count });
const says = (person: string, ...roles: Need['role'][]): Saying => ({ person, roles });

test.each<[string, Need[], Saying[], number]>([
  ['nobody has said it', [need('security', 1)], [], 1],
  ['one of one', [need('security', 1)], [says('a', 'security')], 0],
  ['the wrong role', [need('security', 1)], [says('a', 'finance')], 1],
  ['one of two', [need('finance', 2)], [says('a', 'finance')], 1],
  ['the same human twice counts once', [need('finance', 2)], [says('a', 'finance'), says('a', 'finance')], 1],
  [
    'two roles, two people',
    [need('finance', 1), need('security', 1)],
    [says('a', 'finance'), says('b', 'security')],
    0,
  ],
  [
    'one human in both roles fills one place',
    [need('finance', 1), need('security', 1)],
    [says('a', 'finance', 'security')],
    1,
  ],
  [
    'whoever has both roles stands where they are needed, also when the other came later',
    [need('finance', 1), need('security', 1)],
    [says('a', 'finance', 'security'), says('b', 'finance')],
    0,
  ],
])('%s', (_, needs, saying, missing) => {
  expect(missingOf(needs, saying)).toBe(missing);
});

const role = fc.constantFrom<Need['role'][]>('security', 'finance', 'legal', 'manager');
const needs = fc.array(fc.record({ role, count: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 });
const saying = fc.array(
  fc.record({ person: fc.constantFrom('a', 'b', 'c', 'd', 'e'), roles: fc.uniqueArray(role, { maxLength: 3 }) }),
  { maxLength: 7 },
);

test('the order of the answers changes nothing, and no more people are missing than there are places', () => {
  fc.assert(
    fc.property(needs, saying, (wanted, said) => {
      const missing = missingOf(wanted, said);
      const places = wanted.reduce((sum, { count }) => sum + count, 0);
      const humans = new Set(said.map(({ person }) => person)).size;
      expect(missingOf(wanted, said.toReversed())).toBe(missing);
      expect(missing).toBeGreaterThanOrEqual(Math.max(0, places - humans));
      expect(missing).toBeLessThanOrEqual(places);
    }),
  );
});

test('one more answer never makes more missing, and at most one fewer', () => {
  fc.assert(
    fc.property(
      needs,
      saying,
      fc.record({ person: fc.string(), roles: fc.uniqueArray(role) }),
      (wanted, said, more) => {
        const [before, after] = [missingOf(wanted, said), missingOf(wanted, [...said, more])];
        expect(before - after).toBeGreaterThanOrEqual(0);
        expect(before - after).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('it agrees with trying every way of giving the places to people', () => {
  const every = (places: Need['role'][], people: Saying[]): number => {
    const [place, ...rest] = places;
    if (!place) return 0;
    const without = every(rest, people);
    const options = people.flatMap((person, index) =>
      person.roles.includes(place)
        ? [
            1 +
              every(
                rest,
                people.filter((_, other) => other !== index),
              ),
          ]
        : [],
    );
    return Math.max(without, ...options);
  };
  fc.assert(
    fc.property(needs, saying, (wanted, said) => {
      const merged = [...Map.groupBy(said, ({ person }) => person)].map(([person, rows]) => ({
        person,
        roles: [...new Set(rows.flatMap(({ roles }) => roles))],
      }));
      const places = wanted.flatMap(({ role: of, count }) => Array.from({ length: count }, () => of));
      expect(missingOf(wanted, said)).toBe(places.length - every(places, merged));
    }),
  );
});
