import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contradict, identityKeys } from '#src/correlation/identity-keys.ts';
import type { Detection } from '#src/detections/detection.ts';
import { detectionOf, transfer } from '#test/helpers/seed.ts';

const keys = (parts: Partial<Detection>) => identityKeys(detectionOf(parts)).map(({ kind, key }) => `${kind} ${key}`);

test.each<[string, Partial<Detection>, string[]]>([
  [
    'every id of the person, addresses in small letters',
    { subject: { email: 'Mara.Ito@Northwind.example', ids: { okta: '00uA' } } },
    ['person email:mara.ito@northwind.example', 'person okta:00uA'],
  ],
  [
    'a Salesforce id with 15 or 18 characters is one id',
    { subject: { ids: { salesforce: '0055f00000CyENtAAN' } } },
    ['person salesforce:0055f00000CyENt'],
  ],
  [
    'a user name that is an address is that address; another one means something only in its product',
    { subject: { ids: { username: 'M@x.example' } }, actor: { ids: { username: 'other' } } },
    ['person email:m@x.example'],
  ],
  ['a bare user name', { subject: { ids: { username: 'jo.park' } } }, ['person username@acme:jo.park']],
  [
    'an app by its id before its name',
    { integration: { id: 'APP1', name: 'Portal' }, subject: { ids: {} } },
    ['app app:acme:app1'],
  ],
  [
    'a payee and a transfer',
    { transfer, subject: { ids: {} } },
    ['payee payee:acme:brightwater supplies', 'transfer transfer:acme:7'],
  ],
  ['a mere name is nobody', { subject: { name: 'Mara Ito', ids: {} } }, []],
])('%s', (_, parts, expected) => {
  expect(keys(parts)).toEqual(expected);
});

test('two ids of one system contradict, unless one of them is shared', () => {
  expect(contradict(['email:a@x', 'okta:1'], ['email:a@x', 'okta:2'])).toBe(true);
  expect(contradict(['email:a@x', 'okta:1'], ['salesforce:2'])).toBe(false);
  expect(contradict(['email:a@x', 'email:b@x'], ['email:b@x'])).toBe(false);
});

test('contradicting is mutual, and nobody contradicts themselves', () => {
  const key = fc
    .tuple(fc.constantFrom('okta', 'email', 'salesforce'), fc.nat(3))
    .map(([system, id]) => `${system}:${id}`);
  fc.assert(
    fc.property(fc.array(key), fc.array(key), (ones, others) => {
      expect(contradict(ones, others)).toBe(contradict(others, ones));
      expect(contradict(ones, ones)).toBe(false);
    }),
  );
});
