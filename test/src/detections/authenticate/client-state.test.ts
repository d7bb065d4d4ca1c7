import { expect, test } from 'vitest';
import { authenticate } from '#src/detections/authenticate/index.ts';
import { isAuthentic, requestOf } from './request.ts';

const OLD = 'old-client-state-1';
const NEW = 'new-client-state-2';
const auth = { client_state: { values: [OLD, NEW] } };
const sent = (body: unknown) => isAuthentic(auth, {}, { body: Buffer.from(JSON.stringify(body)) });
const item = (clientState: unknown) => ({ subscriptionId: 's', changeType: 'updated', clientState });

test('both live values are good, also mixed in one request', () => {
  for (const secret of [0, 1]) {
    expect(authenticate(auth, requestOf(auth, { secret }))).toEqual({ ok: true, headers: 'count' });
  }
  expect(sent({ value: [item(OLD), item(NEW)] })).toBe(true);
});

test.each([
  ['an item with another one', { value: [item(OLD), item('client-state-of-others')] }],
  ['an item without one', { value: [item(OLD), {}] }],
  ['an item that is none', { value: [item(OLD), null] }],
  ['an item that is a list', { value: [[OLD]] }],
  ['a list for a value', { value: [item([OLD])] }],
  ['an inherited one', { value: [{ ['__proto__']: item(OLD) }] }],
  ['no items', { value: [] }],
  ['items that are no list', { value: item(OLD) }],
  ['items elsewhere', { values: [item(OLD)] }],
  ['one beside the items', { clientState: OLD, value: [{}] }],
  ['a list of items', [item(OLD)]],
  ['text', OLD],
  ['nothing', null],
])('%s is refused', (_, body) => {
  expect(sent(body)).toBe(false);
});

test('what is no JSON is refused, however it looks', () => {
  for (const text of ['', '{', `{"value":[{"clientState":"${OLD}"}]`, `clientState=${OLD}`, '['.repeat(100_000)]) {
    expect(isAuthentic(auth, {}, { body: Buffer.from(text) })).toBe(false);
  }
});
