import { describe, expect, test } from 'vitest';
import type { Finding } from '#src/cases/finding.ts';
import { openQuestions, severityOf, tell, weighAll, worse } from '#src/enrichment/weigh.ts';
import type { Playbook } from '#src/playbook.ts';
import { acmePlaybook } from '#test/helpers/acme.ts';
import { factsOf } from '#test/playbooks/fake-facts.ts';

const unknown = (reason: string): Finding => ({ status: 'unknown', code: 'late', reason });
const answered = (events: { when: string; what: string }[]): Finding => ({
  status: 'answered',
  summary: 'x',
  data: null,
  events,
  lookedAt: [],
  notVisible: [],
});
const asked = (query: string, finding: Finding) => ({ query, question: `What of ${query}?`, finding });

test('a reason that keeps several questions open is told once', () => {
  const findings = [
    asked('a', unknown('Acme is down.')),
    asked('b', answered([])),
    asked('c', unknown('Acme is down.')),
    asked('d', unknown('Not licensed.')),
  ];
  expect(openQuestions(findings)).toEqual(['2 questions stay open. Acme is down.', 'What of d? Not licensed.']);
  expect(openQuestions([])).toEqual([]);
});

describe('the story', () => {
  const events = [
    { when: '2026-11-22T08:00:00.000Z', what: 'second' },
    { when: '2026-11-22T07:00:00.000Z', what: 'first' },
    { when: '2020-01-01T00:00:00.000Z', what: 'years ago' },
  ];

  test('is what the playbook tells, oldest first, each once, nothing from long before', () => {
    const story = tell(
      acmePlaybook,
      [
        asked('acme.activity', answered(events)),
        asked('acme.activity', answered(events)),
        asked('acme.user', answered(events)),
      ],
      factsOf(),
    );
    expect(story.map(({ what }) => what)).toEqual(['first', 'second']);
  });

  test('is cut at its old end', () => {
    const many = Array.from({ length: 60 }, (_, minute) => ({
      when: new Date(Date.UTC(2026, 10, 22, 8, minute)).toISOString(),
      what: String(minute),
    }));
    const story = tell(acmePlaybook, [asked('acme.activity', answered(many))], factsOf());
    expect([story.length, story.at(-1)?.what]).toEqual([40, '59']);
  });
});

describe('the score', () => {
  const giving = (...points: number[]): Playbook => ({
    ...acmePlaybook,
    weigh: points.map((each) => () => ({ points: each, because: 'x' })),
  });

  test.each([
    [[], 0],
    [[60, 60], 100],
    [[-5], 0],
    [[10.4, 20.2], 31],
  ])('of %j is %i', (points, value) => {
    expect(weighAll(giving(...points), factsOf(), [], 0)).toMatchObject({ value, couldNotSee: [] });
  });

  test('says that questions are open, without points for it', () => {
    const { value, reasons } = weighAll(giving(20), factsOf({ severity: 'critical' }), ['gap'], 2);
    expect([value, reasons.at(-1)]).toEqual([
      20,
      { points: 0, because: expect.stringMatching(/^2 questions have no answer.*critical/) },
    ]);
  });
});

test('severities are ordered', () => {
  expect([80, 79, 60, 59, 30, 29, 0].map(severityOf)).toEqual([
    'critical',
    'high',
    'high',
    'medium',
    'medium',
    'low',
    'low',
  ]);
  expect([worse('info', 'low'), worse('critical', 'high'), worse('medium', 'medium')]).toEqual([
    'low',
    'critical',
    'medium',
  ]);
});
