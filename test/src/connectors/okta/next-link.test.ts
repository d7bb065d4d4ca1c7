import { describe, expect, it } from 'vitest';
import { nextLink } from '#src/connectors/okta/next-link.ts';

describe('the next page', () => {
  const self = '<https://a.okta.com/api/v1/logs?limit=1>; rel="self"';
  const next = '<https://a.okta.com/api/v1/logs?after=1%2C2&limit=1>; rel="next"';
  it.each([
    [`${self}, ${next}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [`${next}, ${self}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [`${self},${next}`, 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [next.replace('"next"', 'next'), 'https://a.okta.com/api/v1/logs?after=1%2C2&limit=1'],
    [self, undefined],
    ['', undefined],
  ])('%s', (link, expected) => {
    expect(nextLink(new Headers({ link }))).toBe(expected);
  });
});
