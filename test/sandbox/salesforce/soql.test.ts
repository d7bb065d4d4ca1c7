import { describe, expect, it } from 'vitest';
import { parseSoql } from '#sandbox/vendors/salesforce/soql.ts';

describe('parseSoql', () => {
  it('reads fields, comparisons, order and limit', () => {
    const text = `select Id, Profile.Name from User where IsActive = TRUE and Name != 'O\\'Hara' and CreatedDate >= 2026-11-20T09:14:02.500Z order by Name desc, Id limit 5`;
    expect(parseSoql(text)).toEqual({
      fields: ['Id', 'Profile.Name'],
      object: 'User',
      where: [
        { field: 'IsActive', operator: '=', values: [true] },
        { field: 'Name', operator: '!=', values: ["O'Hara"] },
        { field: 'CreatedDate', operator: '>=', values: [new Date('2026-11-20T09:14:02.500Z')] },
      ],
      orderBy: [
        { field: 'Name', descending: true },
        { field: 'Id', descending: false },
      ],
      limit: 5,
    });
  });

  it('reads COUNT() and IN', () => {
    const { fields, where } = parseSoql("SELECT COUNT() FROM OauthToken WHERE AppName IN ('A', 'B') AND UseCount > 3");
    expect(fields).toBe('count');
    expect(where).toEqual([
      { field: 'AppName', operator: 'IN', values: ['A', 'B'] },
      { field: 'UseCount', operator: '>', values: [3] },
    ]);
  });

  it.each([
    '',
    'SELECT FROM User',
    'SELECT Id FROM User WHERE',
    "SELECT Id FROM User WHERE Name = 'a' OR Name = 'b'",
    "SELECT Id FROM User WHERE Name LIKE 'a%'",
    'SELECT Id FROM User GROUP BY Name',
    'SELECT Id FROM User LIMIT many',
    "SELECT Id FROM User WHERE Name = 'open",
    'SELECT Id; DROP FROM User',
  ])('does not pretend to understand %j', (text) => {
    expect(() => parseSoql(text)).toThrow(expect.objectContaining({ errorCode: 'MALFORMED_QUERY' }));
  });
});
