import { expect, test } from 'vitest';
import { playbookOf, rules } from '#playbooks/index.ts';
import { combinePlaybooks } from '#src/cases/combine-playbooks.ts';

const exfiltration = 'connected-app-exfiltration';
const payment = 'vendor-bank-change';
const unknown = 'unknown-detection';

test.each([
  [[unknown], unknown],
  [[unknown, payment], payment],
  [[payment, unknown], payment],
  [[payment, exfiltration], `${exfiltration}+${payment}`],
  [[exfiltration, payment, unknown], `${exfiltration}+${payment}`],
  [[`${exfiltration}+${payment}`, payment], `${exfiltration}+${payment}`],
])('%s together are %s, whatever came first', (ids, expected) => {
  expect(combinePlaybooks(rules, ids)?.id).toBe(expected);
  expect(combinePlaybooks(rules, ids.toReversed())?.id).toBe(expected);
});

test('none that is known is none', () => {
  expect(combinePlaybooks(rules, ['gone'])).toBeUndefined();
});

test('two playbooks on one case ask each question once, and offer the steps of both under their own name', () => {
  const both = playbookOf(`${exfiltration}+${payment}`);
  const [one, other] = [playbookOf(exfiltration), playbookOf(payment)];
  const questions = both.ask.map(({ query }) => query.id);
  expect(new Set(questions).size).toBe(questions.length);
  expect(new Set(questions)).toEqual(new Set([...one.ask, ...other.ask].map(({ query }) => query.id)));
  const keys = both.steps.map(({ key }) => key);
  expect(new Set(keys)).toEqual(new Set([...one.steps, ...other.steps].map(({ key }) => key)));
  expect(both.steps.find(({ key }) => key === one.steps[0]?.key)?.of).toEqual({
    id: exfiltration,
    version: one.version,
  });
  expect(both.pageAt).toBe(Math.min(one.pageAt, other.pageAt));
  expect(() => playbookOf(`${exfiltration}+gone`)).toThrow(/no playbook "gone"/);
});
