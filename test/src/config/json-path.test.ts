import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePath, type Step, spellSteps } from '#src/config/json-path.ts';

const steps = (text: string) => {
  const path = parsePath(text);
  return 'brokenAt' in path ? path : path.steps;
};

test.each<[string, Step[]]>([
  ['user.email', [{ key: 'user' }, { key: 'email' }]],
  ['$.user.email', [{ key: 'user' }, { key: 'email' }]],
  ['alerts[0].rule.name', [{ key: 'alerts' }, { index: 0 }, { key: 'rule' }, { key: 'name' }]],
  ['alerts[-1]', [{ key: 'alerts' }, { index: -1 }]],
  ['alerts[*].id', [{ key: 'alerts' }, 'every', { key: 'id' }]],
  ["$['kibana.alert.uuid']", [{ key: 'kibana.alert.uuid' }]],
  ['["kibana.alert.uuid"].x', [{ key: 'kibana.alert.uuid' }, { key: 'x' }]],
  ["['it\\'s']['a\\\\b']['say \"x\"']", [{ key: "it's" }, { key: 'a\\b' }, { key: 'say "x"' }]],
  ['größe._id', [{ key: 'größe' }, { key: '_id' }]],
  ["['__proto__']", [{ key: '__proto__' }]],
  ['$', []],
  ['[0].id', [{ index: 0 }, { key: 'id' }]],
])('%s is a path', (text, expected) => {
  expect(steps(text)).toEqual(expected);
});

test.each([
  ['', 1],
  [' ', 1],
  ['.user', 1],
  ['user..email', 5],
  ['user.', 5],
  ['alert-id', 6],
  ['@timestamp', 1],
  ['Query Period', 6],
  ['alerts.0.name', 7],
  ['alerts[x]', 7],
  ['alerts[01]', 7],
  ['alerts[-0]', 7],
  ['alerts[?(@.id)]', 7],
  ['$..id', 2],
  ['$x', 2],
  ["['open]", 1],
  ["['a''b']", 1],
  ['a.b | c', 4],
])('%j is none, from character %i on', (text, brokenAt) => {
  expect(parsePath(text)).toEqual({ brokenAt });
});

test('only a path that begins with $ begins at the body', () => {
  expect(parsePath('$.a')).toMatchObject({ fromBody: true });
  expect(parsePath('a')).toMatchObject({ fromBody: false });
});

test('every path can be spelled so that it is read again as itself', () => {
  const step = fc.oneof(
    fc.string({ unit: 'binary' }).map((key): Step => ({ key })),
    fc.integer({ min: -99, max: 99_999 }).map((index): Step => ({ index: index === 0 ? 0 : index })),
    fc.constant<Step>('every'),
  );
  fc.assert(
    fc.property(fc.array(step), (path) => {
      expect(steps(spellSteps(path))).toEqual(path);
    }),
  );
});

test('whatever is written, the answer is a path or the place where it stops being one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[$.[\]'"*\\a0-]{0,30}$/)), (text) => {
      const path = parsePath(text);
      if ('brokenAt' in path) expect(path.brokenAt).toBeGreaterThan(0);
      else expect(path.text).toBe(text);
    }),
  );
});
