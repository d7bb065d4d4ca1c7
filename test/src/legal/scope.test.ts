import { describe, expect, test } from 'vitest';
import type { CaseView } from '#src/cases/view.ts';
import { dataClassOf } from '#src/legal/personal-objects.ts';
import { hasPersonalData, scopeOf } from '#src/legal/scope.ts';
import { headline, peopleSentence, scopeSentence } from '#src/legal/words.ts';
import { detectionOf } from '#test/helpers/seed.ts';

type Question = CaseView['questions'][number];

const answered = (query: string, data: unknown, more: { notVisible?: string[]; source?: string } = {}): Question => ({
  question: `What does ${query} say?`,
  query,
  state: 'answered',
  finding: {
    status: 'answered',
    summary: '',
    data,
    events: [],
    lookedAt: [{ source: more.source ?? 'ApiEvent', rows: 1 }],
    notVisible: more.notVisible ?? [],
  },
});
const unanswered: Question = {
  question: 'What was read?',
  query: 'salesforce.api-events',
  state: 'unknown',
  finding: { status: 'unknown', code: 'not-licensed', reason: 'Event Monitoring is not licensed.' },
};
const caseOf = (more: Parameters<typeof detectionOf>[0], questions: Question[] = []) => ({
  detections: [{ id: 'one', joinedBecause: 'first', ambiguous: null, detection: detectionOf(more) }],
  questions,
});
const contacts = { byObject: [{ object: 'Contact', rows: 41_250 }], personalFields: ['Email', 'Phone'] };

describe('what holds data about people', () => {
  test.each(['Contact', 'contacts', 'Lead', 'Account', 'Accounts', 'Employee', 'Worker__c', 'Contact, Opportunity'])(
    '%s may',
    (object) => expect(dataClassOf(object)).toEqual(expect.any(String)),
  );
  test.each(['Invoice', 'BillPayment', 'Vendor', 'Opportunity', 'Report', '', '<!channel>'])(
    '%s does not',
    (object) => {
      expect(dataClassOf(object)).toBeUndefined();
    },
  );
});

describe('the scope', () => {
  test('says who gave each number, and takes the own log of the product as the likely one', () => {
    const scope = scopeOf(
      caseOf({ objects: [{ name: 'Contact' }], counts: [{ what: 'records', count: 38_900 }] }, [
        answered('salesforce.api-events', contacts),
      ]),
    );
    expect(scope.lines).toMatchObject([
      { object: 'Contact', low: 38_900, likely: 41_250, high: 41_250, country: 'unknown' },
    ]);
    expect(scope.lines[0]?.given).toEqual([
      { object: 'Contact', count: 38_900, from: 'the detection from siem', by: 'sender' },
      { object: 'Contact', count: 41_250, from: 'ApiEvent', by: 'log' },
    ]);
    expect(scope.fields).toEqual(['Email', 'Phone']);
    expect(headline(scope)).toBe('Personal data was probably read: 41,250 Contact records');
    expect(peopleSentence(scope)).toBe(
      'How many people and where they live is not known. Records are not people: one person can have many.',
    );
  });

  test.each([
    [
      'an answer that could not see everything',
      answered('salesforce.api-events', contacts, { notVisible: ['Mobile'] }),
    ],
    ['a question without an answer', unanswered],
    [
      'a bulk job that does not say how many',
      answered('salesforce.bulk-jobs', { jobs: [{ object: 'Contact', rows: null }] }),
    ],
  ])('has no upper bound beside %s', (_, question) => {
    const scope = scopeOf(
      caseOf({ objects: [{ name: 'Contact' }], counts: [{ what: 'Contact rows', count: 10 }] }, [question]),
    );
    expect(scope.lines).toMatchObject([{ low: 10, high: null }]);
    expect(scope.unknown).toHaveLength(1);
    expect(scopeSentence(scope.lines[0] as (typeof scope.lines)[number])).toContain('high not known');
  });

  test('adds up the jobs on one object, and a job that read nothing bounds nothing', () => {
    const jobs = {
      jobs: [
        { object: 'Lead', rows: 300 },
        { object: 'Lead', rows: 200 },
        { object: 'Contact', rows: 0 },
      ],
    };
    const scope = scopeOf(caseOf({}, [answered('salesforce.bulk-jobs', jobs, { source: 'Bulk API jobs' })]));
    expect(scope.lines).toMatchObject([
      { object: 'Lead', likely: 500, given: [{ from: 'Bulk API jobs, 2 jobs added up' }] },
      { object: 'Contact', low: null, likely: null, high: null },
    ]);
  });

  test('gives a number to an object only when it can be no other', () => {
    const two = [{ name: 'Contact' }, { name: 'Invoice' }];
    const scope = scopeOf(caseOf({ objects: two, counts: [{ what: 'records', count: 900 }] }));
    expect(scope.lines).toMatchObject([{ object: 'Contact', likely: null, namedBy: ['the detection from siem'] }]);
    expect(scope.unplaced).toMatchObject([{ count: 900 }]);
    expect(headline(scope)).toBe('Personal data may have been read: Contact');
  });

  test('knows how many people only when somebody says so', () => {
    const scope = scopeOf(caseOf({ counts: [{ what: 'people', count: 38_900 }] }));
    expect(headline(scope)).toBe('Personal data of about 38,900 people was probably read');
    expect(peopleSentence(scope)).toContain('Where they live is not known');
  });

  test('of a supplier and a payment is empty', () => {
    const scope = scopeOf(
      caseOf({ objects: [{ name: 'Vendor' }], counts: [{ what: 'events', count: 4 }] }, [unanswered]),
    );
    expect(hasPersonalData(scope)).toBe(false);
  });
});
