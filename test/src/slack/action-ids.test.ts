import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACTIONS,
  anyNumber,
  caseValue,
  choiceValue,
  numbered,
  parseCaseValue,
  parseChoiceValue,
  parseStepValue,
  stepValue,
} from '#src/slack/action-ids.ts';

const ref = { stepId: randomUUID(), digest: 'a'.repeat(64) };

test('what a button carries is read back as it was written', () => {
  expect(parseStepValue(stepValue(ref))).toEqual(ref);
  expect(parseChoiceValue(choiceValue(ref, 'confirm'))).toEqual({ ...ref, choice: 'confirm' });
  expect(parseCaseValue(caseValue(42))).toBe(42);
});

test('a value somebody else made up is refused in words', () => {
  const near = fc.constantFrom(
    stepValue(ref).slice(1),
    stepValue(ref).slice(0, -1),
    `${ref.stepId}|`,
    `|${ref.digest}`,
    `${ref.stepId}|${ref.digest.toUpperCase()}`,
    '-1',
    '0',
    '1.5',
    '1e9999',
    'NaN',
    '',
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (value) => {
      fc.pre(!/^\s*\+?0*[1-9]\d*\s*$/.test(value));
      for (const parse of [parseStepValue, parseChoiceValue, parseCaseValue]) {
        try {
          parse(value);
          expect(Number(value)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'unknown-button' });
        }
      }
    }),
  );
});

test('buttons of one kind are told apart by their number, kinds never mixed up', () => {
  const names = Object.values(ACTIONS);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    for (const other of names) {
      expect(anyNumber(name).test(numbered(other, 3))).toBe(name === other);
      expect(anyNumber(name).test(other)).toBe(false);
    }
    expect(anyNumber(name).test(numbered(name.replaceAll('.', '-'), 3))).toBe(false);
  }
});
