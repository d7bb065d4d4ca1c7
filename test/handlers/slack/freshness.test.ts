import { expect, test } from 'vitest';
import { isFromTheFuture } from '#handlers/slack/freshness.ts';

const now = new Date('2026-11-22T09:00:00Z');
const seconds = (ahead: number) => String(now.getTime() / 1000 + ahead);

test.each([
  [seconds(0), false],
  [seconds(60), false],
  [seconds(61), true],
  [seconds(86_400), true],
  [seconds(-299), false],
  [undefined, false],
  ['', false],
  ['nonsense', false],
  [[seconds(120)], true],
])('%j: %s', (timestamp, future) => {
  expect(isFromTheFuture(timestamp, now)).toBe(future);
});
