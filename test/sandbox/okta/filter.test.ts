import { describe, expect, it } from 'vitest';
import { parseFilter } from '#sandbox/vendors/okta/filter.ts';

const event = {
  eventType: 'user.session.start',
  actor: { id: '00u1', displayName: 'Ann "Bee" Lee' },
  target: [{ id: '00u2' }, { id: '0oa1' }],
  outcome: { reason: null },
};

describe('a filter', () => {
  it.each([
    ['eventType eq "user.session.start"', true],
    ['eventType eq "user.session.end"', false],
    ['eventType ne "user.session.end"', true],
    ['eventType sw "user."', true],
    ['eventType ew "start"', true],
    ['eventType co "session"', true],
    ['outcome.reason pr', false],
    ['actor.id pr', true],
    ['target.id eq "0oa1"', true],
    ['target.id eq "0oa2"', false],
    ['actor.displayName eq "Ann \\"Bee\\" Lee"', true],
    ['actor.id eq "00u9" and eventType sw "user." or target.id eq "0oa1"', true],
    ['actor.id eq "00u9" and (eventType sw "user." or target.id eq "0oa1")', false],
    ['actor.id EQ "00u1" AND eventType SW "user."', true],
  ])('%s', (expression, holds) => {
    expect(parseFilter(expression)(event)).toBe(holds);
  });

  it.each([
    ['', 'E0000053'],
    ['eventType', 'E0000053'],
    ['eventType is "x"', 'E0000053'],
    ['eventType eq x', 'E0000053'],
    ['(eventType eq "x"', 'E0000053'],
    ['eventType eq "x" actor.id eq "y"', 'E0000053'],
    ['eventType eq "x" and', 'E0000053'],
    ['eventType eq "x', 'E0000053'],
    ['published gt "2026-01-01"', 'E0000031'],
    ['debugContext.debugData.requestUri co "/api"', 'E0000031'],
  ])('is refused: %s', (expression, code) => {
    expect(() => parseFilter(expression)).toThrow(expect.objectContaining({ code }));
  });
});
