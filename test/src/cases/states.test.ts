import { expect, test } from 'vitest';
import { MOVES, mayMove } from '#src/cases/states.ts';
import { subjectKey } from '#src/cases/subject-key.ts';
import { detectionOf } from '#test/helpers/seed.ts';

test('every open state can be closed, a closed case can only be taken up again, and nothing moves to itself', () => {
  const states = Object.keys(MOVES) as (keyof typeof MOVES)[];
  for (const state of states) {
    expect(mayMove(state, state)).toBe(false);
    if (state !== 'closed') expect(mayMove(state, 'closed')).toBe(true);
  }
  expect(MOVES.closed).toEqual(['investigating']);
  expect(mayMove('contained', 'containing')).toBe(true);
  expect(mayMove('new', 'contained')).toBe(false);
});

test.each([
  [
    'the e-mail before ids, in small letters',
    { subject: { email: 'Mara.Ito@Northwind.example', ids: { okta: '1' } } },
    'person:mara.ito@northwind.example',
  ],
  ['the same id whatever the order', { subject: { ids: { salesforce: '2', okta: '1' } } }, 'person:okta:1'],
  [
    'the integration when nobody is named',
    { subject: { ids: {} }, integration: { id: 'APP1', name: 'Portal' } },
    'integration:app1',
  ],
  ['its name when it has no id', { subject: { ids: {} }, integration: { name: 'Portal' } }, 'integration:portal'],
  ['nothing when the sender names neither', { subject: { ids: {} } }, undefined],
])('who it is about: %s', (_, parts, key) => {
  expect(subjectKey(detectionOf(parts))).toBe(key);
});
