import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseView } from '#src/cases/view.ts';
import { type LegalSettings, REGIMES } from '#src/config/legal.ts';
import { drawHome } from '#src/slack/home.ts';
import { drawLegal } from '#src/slack/legal-card.ts';
import { decideModal, holdModal, liftModal, momentModal, scopeModal } from '#src/slack/legal-modals.ts';
import { drawThreadLine } from '#src/slack/thread-line.ts';
import { judgesDir } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { detectionOf } from '#test/helpers/seed.ts';
import { caseView, hostile } from './hostile-view.ts';
import { expectMessage, expectView } from './rules.ts';

const settings: fc.Arbitrary<LegalSettings> = fc.record({
  regimes: fc.subarray([...REGIMES]),
  quorum: fc.integer({ min: 1, max: 3 }),
});

const size = fc.integer({ min: 0, max: 2 ** 40 });

/** A case in which somebody else has named the objects, fields, sources and numbers. */
const view: fc.Arbitrary<CaseView> = fc
  .record({
    seen: caseView,
    objects: fc.array(
      fc.record({
        name: fc.oneof(
          hostile,
          hostile.map((text) => `Contact ${text}`),
          fc.constant('Lead'),
        ),
      }),
      { maxLength: 20 },
    ),
    counts: fc.array(fc.record({ what: fc.oneof(hostile, fc.constantFrom('records', 'people')), count: size }), {
      maxLength: 6,
    }),
    fields: fc.array(hostile, { maxLength: 20 }),
    gaps: fc.array(hostile, { maxLength: 80 }),
    source: hostile,
  })
  .map(({ seen, objects, counts, fields, gaps, source }) => ({
    ...seen,
    detections: [
      { id: 'one', joinedBecause: 'first', ambiguous: null, detection: detectionOf({ objects, counts, source }) },
    ],
    questions: [
      {
        question: 'What was read?',
        query: 'salesforce.api-events',
        state: 'answered',
        finding: {
          status: 'answered',
          summary: '',
          data: { byObject: objects.map(({ name }, rows) => ({ object: name, rows })), personalFields: fields },
          events: [],
          lookedAt: [{ source, rows: 1 }],
          notVisible: gaps,
        },
      },
    ],
  }));

describe.skipIf(!judgesDir() && skipReason('the judges are not beside the repository'))('whatever a case holds', () => {
  test("legal's message is one of fewer than 12 blocks", () => {
    fc.assert(
      fc.property(view, settings, (one, legal) => expectMessage(drawLegal(one, legal), 12)),
      { numRuns: 120 },
    );
  });

  test("each of legal's windows is a window", () => {
    fc.assert(
      fc.property(view, settings, (one, legal) => {
        expectView(momentModal(one));
        expectView(scopeModal(one, legal));
        expectView(decideModal(one, legal));
        expectView(holdModal(one));
        expectView(liftModal(one));
      }),
      { numRuns: 60 },
    );
  });

  test('a line of the thread is a message, whatever the words', () => {
    const detail = fc.record({
      by: hostile,
      reason: hostile,
      name: hostile,
      label: hostile,
      at: hostile,
      was: fc.option(hostile),
      moment: hostile,
      follows: fc.option(hostile),
      missing: fc.oneof(fc.nat(3), hostile),
    });
    const what = fc.constantFrom('legal.moment-set', 'legal.voted', 'legal.decided', 'hold.placed', 'hold.lifted');
    fc.assert(
      fc.property(what, detail, hostile, (entry, told, name) => {
        const actor = { kind: 'slack-user', team: 'T1', user: 'U1', name };
        const drawn = drawThreadLine({ at: '2026-11-22T09:00:00Z', actor, what: entry, detail: told });
        expect(drawn).toBeDefined();
        if (drawn) expectMessage(drawn);
      }),
      { numRuns: 100 },
    );
  });

  test('App Home takes every case of legal', () => {
    const row = fc.record({
      id: fc.integer({ min: 1, max: 1_000_000 }),
      code: fc.constant('CASE-42'),
      title: hostile,
      state: fc.constantFrom('new' as const, 'closed' as const),
      held: fc.boolean(),
      canDecide: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), (legal) =>
        expectView(drawHome({ waiting: [], mine: [], team: [], legal })),
      ),
      { numRuns: 20 },
    );
  });
});
