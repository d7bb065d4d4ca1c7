import { describe, expect, it } from 'vitest';
import { joinReads, totalRows, usualReading } from '#src/connectors/salesforce/api-reads.ts';
import { AboutPersonAndTime, sameId } from '#src/connectors/salesforce/person.ts';
import { personalFieldsOf } from '#src/connectors/salesforce/personal-fields.ts';
import { ApiEventRow, instant } from '#src/connectors/salesforce/schema.ts';
import { soql } from '#src/connectors/salesforce/soql.ts';
import { counted, listed } from '#src/connectors/salesforce/words.ts';

const event = (EventDate: string, fields: object = {}) =>
  ApiEventRow.parse({
    EventDate,
    UserId: '005',
    Operation: 'Query',
    QueriedEntities: 'Contact',
    Query: 'SELECT Id FROM Contact',
    RowsProcessed: 100,
    SessionKey: 'a',
    ...fields,
  });

describe('soql', () => {
  it('escapes text, writes dates bare, and takes parts as they are', () => {
    const part = soql`SELECT Id FROM User`;
    const name = "O'Hara\\ \n' OR Name != '";
    expect(soql`${part} WHERE Name = ${name} AND CreatedDate > ${new Date('2026-11-20T09:14:00Z')}`.text).toBe(
      "SELECT Id FROM User WHERE Name = 'O\\'Hara\\\\ \\n\\' OR Name != \\'' AND CreatedDate > 2026-11-20T09:14:00.000Z",
    );
  });

  it('lays several lines out as one', () => {
    expect(
      soql`
      SELECT Id
      FROM User`.text,
    ).toBe('SELECT Id FROM User');
  });
});

describe('joinReads', () => {
  it.each([
    ['the total repeated on every call', [2_500, 2_500], [2_000, 500], 2_500],
    ['what each call returned', [2_000, 500], [2_000, 500], 2_500],
    ['only a total', [2_500, 2_500], [0, 0], 2_500],
  ])('counts a query and its QueryMore once, given %s', (_, processed, returned, rows) => {
    const reads = joinReads([
      event('2026-11-20T09:01:00Z', { Operation: 'QueryMore', RowsProcessed: processed[1], RowsReturned: returned[1] }),
      event('2026-11-20T09:00:00Z', { RowsProcessed: processed[0], RowsReturned: returned[0] }),
    ]);
    expect(reads).toMatchObject([{ rows, last: '2026-11-20T09:01:00.000Z' }]);
  });

  it('counts the same query asked again, and other sessions, on their own', () => {
    const again = event('2026-11-20T09:02:00Z');
    const elsewhere = event('2026-11-20T09:03:00Z', { Operation: 'QueryMore', SessionKey: 'b' });
    expect(totalRows(joinReads([event('2026-11-20T09:00:00Z'), again, elsewhere]))).toBe(300);
  });
});

describe('usualReading', () => {
  it.each([
    [[], { usualDay: null, highestDay: null, activeDays: 0 }],
    [[120], { usualDay: 120, highestDay: 120, activeDays: 1 }],
    [[2_300, 100, 120], { usualDay: 120, highestDay: 2_300, activeDays: 3 }],
    [[100, 121], { usualDay: 111, highestDay: 121, activeDays: 2 }],
    [[0, 50], { usualDay: 50, highestDay: 50, activeDays: 1 }],
  ])('of %j', (days, usual) => {
    const events = days.map((rows, index) => event(`2026-11-0${index + 1}T09:00:00Z`, { RowsProcessed: rows }));
    expect(usualReading(joinReads(events))).toEqual(usual);
  });
});

describe('personalFieldsOf', () => {
  it.each([
    ['SELECT Id, Email, Phone FROM Contact', 'Contact', ['Email', 'Phone']],
    ['select FirstName, Birthdate, Account.Name from Contact', 'Contact', ['FirstName', 'Birthdate', 'Name']],
    ['SELECT Id, Name FROM Account', 'Account', []],
    ['SELECT FIELDS(ALL) FROM Contact LIMIT 200', 'Contact', ['FIELDS(ALL)']],
    ['SELECT Id, Work_Email__c, Passport_No__c FROM Lead', 'Lead', ['Work_Email__c', 'Passport_No__c']],
    ['SELECT COUNT() FROM Contact', 'Contact', []],
    ['', 'Contact', []],
  ])('of %s', (query, object, fields) => {
    expect(personalFieldsOf(query, object)).toEqual(fields);
  });
});

describe('small things', () => {
  it('reads Salesforce times', () => {
    expect(instant.parse('2026-08-20T09:14:02.000+0000')).toBe('2026-08-20T09:14:02.000Z');
    expect(instant.parse('2026-08-20T09:14:02+0200')).toBe('2026-08-20T07:14:02.000Z');
    expect(instant.safeParse('yesterday').success).toBe(false);
  });

  it('compares ids with and without their checksum', () => {
    expect(sameId('0055f000000008AAQA', '0055f000000008A')).toBe(true);
    expect(sameId('0055f000000008AAQA', '0055f000000009A')).toBe(false);
    expect(sameId(null, null)).toBe(false);
  });

  it('counts and lists in words', () => {
    expect([counted(1, 'row'), counted(41_250, 'row'), counted(2, 'query', 'queries')]).toEqual([
      '1 row',
      '41,250 rows',
      '2 queries',
    ]);
    expect(listed([])).toBe('none');
    expect(listed(['A', 'B'])).toBe('A and B');
    expect(listed(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more');
  });

  it.each([
    [{ person: {}, since: '2026-11-20T09:00:00Z', until: '2026-11-20T10:00:00Z' }],
    [{ person: { userId: '001' }, since: '2026-11-20T09:00:00Z', until: '2026-11-20T10:00:00Z' }],
    [{ person: { email: 'a@b.example' }, since: 'yesterday', until: '2026-11-20T10:00:00Z' }],
  ])('does not take %j for a question', (input) => {
    expect(AboutPersonAndTime.safeParse(input).success).toBe(false);
  });
});
