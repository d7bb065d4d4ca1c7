import { expect, test } from 'vitest';
import { MOVES, mayMove } from '#src/cases/states.ts';

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
