import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '#src/detections/detection.ts';
import { fitsSnooze, type SnoozeScope } from '#src/noise/fits-snooze.ts';
import { detectionOf } from '#test/helpers/seed.ts';

const KEYS = ['email:mara.ito@northwind.example', 'okta:00u1', 'app:salesforce:0h4a1'];
const RULE = { uid: 'R-7', name: 'Mass export', techniques: ['T1213.004'], analytics: ['AN1520'] };

const fits = (scope: Partial<SnoozeScope>, detection: Partial<Detection> = {}, setByKey: string | null = null) =>
  fitsSnooze(
    { source: 'siem', rule: null, person: null, app: null, setByKey, ...scope },
    detectionOf({ rule: RULE, ...detection }),
    KEYS,
  );

test.each([
  ['its rule by analytic', { rule: 'an1520' }, true],
  ['its rule by id', { rule: 'r-7' }, true],
  ['its rule by name', { rule: 'mass export' }, true],
  ['its technique, which is a whole class of attacks', { rule: 't1213.004' }, false],
  ['part of the name of its rule', { rule: 'mass' }, false],
  ['its person by any of their keys', { person: 'okta:00u1' }, true],
  ['another person', { person: 'okta:00u2' }, false],
  ['its app', { app: 'app:salesforce:0h4a1' }, true],
  ['rule and person together', { rule: 'an1520', person: 'email:mara.ito@northwind.example' }, true],
  ['its rule, but another person', { rule: 'an1520', person: 'okta:00u2' }, false],
  ['its rule at another source', { source: 'edr', rule: 'an1520' }, false],
  ['nothing in particular', {}, false],
])('a snooze of %s', (_, scope, expected) => expect(fits(scope)).toBe(expected));

test('nothing critical is ever held back', () => {
  expect(fits({ rule: 'an1520' }, { severity: 'critical' })).toBe(false);
});

describe('what is about whoever set it', () => {
  const mine = 'email:mara.ito@northwind.example';
  test('is not held back, whether they are whose access it is about', () =>
    expect(fits({ rule: 'an1520' }, {}, mine)).toBe(false));
  test.each(['actor', 'target'] as const)('or its %s', (role) => {
    const party = { email: 'Noor.Haddad@northwind.example', ids: {} };
    expect(fits({ rule: 'an1520' }, { [role]: party }, 'email:noor.haddad@northwind.example')).toBe(false);
    expect(fits({ rule: 'an1520' }, { [role]: party }, 'email:sam.okoro@northwind.example')).toBe(true);
  });
});

test('to ask for more never holds back more', () => {
  const part = (values: string[]) => fc.constantFrom(null, ...values);
  const scope = fc.record({
    rule: part(['an1520', 'r-7', 'other']),
    person: part(['okta:00u1', 'okta:00u2']),
    app: part(['app:salesforce:0h4a1', 'app:x:y']),
  });
  fc.assert(
    fc.property(scope, fc.constantFrom('rule', 'person', 'app'), (given, dropped) => {
      const wider = { ...given, [dropped]: null };
      const asksSomething = Object.values(wider).some((value) => value !== null);
      if (fits(given) && asksSomething) expect(fits(wider)).toBe(true);
    }),
  );
});
