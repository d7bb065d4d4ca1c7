import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StormView } from '#src/noise/load-storm.ts';
import { heldModal, snoozeModal } from '#src/slack/noise-modals.ts';
import { duration, NOTICE_TELLERS } from '#src/slack/noise-words.ts';
import { drawNotice } from '#src/slack/notice.ts';
import { drawStorm } from '#src/slack/storm-card.ts';
import { drawThreadLine } from '#src/slack/thread-line.ts';
import { judgesDir } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { caseView, hostile, time } from './hostile-view.ts';
import { expectMessage, expectView } from './rules.ts';
import { storm } from './storm-view.ts';

const SLACK_USER = { kind: 'slack-user', team: 'T1', user: 'U1', name: 'Noor Haddad' };
const JOB = { kind: 'job', name: 'upkeep' };
const tell = (what: string, actor: object, detail: Record<string, unknown>) =>
  drawNotice({ kind: 'notice', detail: { at: '2026-11-22T09:20:00.000Z', what, actor, detail } }, undefined)?.text;

const UNTIL = '2026-11-26T08:00:00.000Z';
const shown = '<!date^1795680000^{date_short_pretty} {time}|08:00 UTC>';
const snooze = { code: 'SNOOZE-7', about: 'AN1520 from siem about Mara Ito', until: UNTIL, reason: 'ticket 8812' };

test.each<[string, object, Record<string, unknown>, string]>([
  [
    'snooze.set',
    SLACK_USER,
    snooze,
    `Noor Haddad snoozed AN1520 from siem about Mara Ito until ${shown}: "ticket 8812". What it holds back is kept without a card; anything critical is posted all the same. SNOOZE-7`,
  ],
  [
    'snooze.ended',
    JOB,
    { ...snooze, reason: null, cases: 12, detections: 15, posted: 1 },
    'SNOOZE-7 is over. It was about AN1520 from siem about Mara Ito. It held back 12 cases with 15 detections; 1 of them was posted after all. They stay as they are and are in the list of cases.',
  ],
  [
    'snooze.ended',
    SLACK_USER,
    { ...snooze, reason: 'done', cases: 0, detections: 0, posted: 0 },
    'Noor Haddad ended SNOOZE-7 early: "done". It was about AN1520 from siem about Mara Ito. It held back nothing.',
  ],
  [
    'source.silent',
    JOB,
    { source: 'siem', since: UNTIL, ever: true, minutes: 200, usual: 60, by: 'learned' },
    `Nothing has arrived from siem since ${shown}: 3 h 20 min of silence (1 h is the longest that is usual). Perhaps nothing happened there; perhaps it cannot reach Cordon. Look at the sender; Cordon's own side is tried with: cordon canary send --source siem`,
  ],
  [
    'source.back',
    JOB,
    { source: 'siem', silentSince: UNTIL, at: UNTIL },
    `siem is back: the first delivery after ${shown} arrived ${shown}.`,
  ],
  [
    'source.limited',
    JOB,
    { source: 'siem', perMinute: 6000 },
    'siem sends more than 6,000 deliveries a minute. What is above that is answered with 429 and when to come back; a sender that tries again loses nothing. What was accepted is stored and worked on. If so much is usual, raise sources.siem.rate.per\u2060_\u2060minute.',
  ],
  [
    'detection.routed',
    JOB,
    {
      source: 'edr',
      title: 'Malware on LT-77',
      severity: 'high',
      product: 'CrowdStrike',
      because: 'kept only, by routing[0]',
    },
    'From edr: Malware on LT-77 (high, CrowdStrike). No case was opened: kept only, by routing[0].',
  ],
])('%s reads as it should', (what, actor, detail, words) => expect(tell(what, actor, detail)).toBe(words));

test.each([
  [59, '59 min'],
  [60, '1 h'],
  [200, '3 h 20 min'],
  [48 * 60, '2 days'],
])('%i minutes are %s', (minutes, words) => expect(duration(minutes)).toBe(words));

test('a storm: how many, of what, what waits; and that critical ones do not', () => {
  const { text, blocks } = drawStorm(storm);
  expect(text).toBe(
    '38 new cases in 5 minutes; most: 30 of Mass report export from siem. 12 cases wait for a card. Critical cases are posted.',
  );
  const drawn = JSON.stringify(blocks);
  expect(drawn).toContain('CASE-7 · high · Mara Ito · Salesforce');
  expect(drawn).toContain('Take a held case…');
  expect(JSON.stringify(drawStorm({ ...storm, calmAt: storm.beganAt, waiting: 1 }))).toContain(
    '1 case of 18 still waits',
  );
  const over = JSON.stringify(
    drawStorm({ ...storm, calmAt: storm.beganAt, endedAt: storm.beganAt, waiting: 0, next: [] }),
  );
  expect(over).toContain('It is over.');
  expect(over).not.toContain('Take a held case');
});

describe.skipIf(!judgesDir() && skipReason('the judges are not beside the repository'))(
  'whatever somebody calls it',
  () => {
    const runs = { numRuns: 60 };
    const detail = fc.record({
      about: hostile,
      reason: fc.option(hostile),
      because: hostile,
      code: hostile,
      until: fc.oneof(time, hostile),
      source: hostile,
      title: hostile,
      severity: hostile,
      product: fc.option(hostile),
      since: fc.oneof(time, hostile),
      silentSince: hostile,
      at: time,
      minutes: fc.oneof(fc.double(), fc.string()),
      usual: fc.nat(),
      perMinute: fc.nat(),
      cases: fc.nat(3),
      detections: fc.nat(),
      posted: fc.nat(2),
    });

    test('a notice is a message', () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.keys(NOTICE_TELLERS)), detail, (what, told) => {
          const drawn = drawNotice({ kind: 'notice', detail: { what, actor: JOB, detail: told } }, undefined);
          if (!drawn) throw new Error('every notice says something');
          expectMessage(drawn);
        }),
        runs,
      );
    });

    test('why a case was held is a line of its thread', () => {
      fc.assert(
        fc.property(fc.constantFrom('case.held', 'case.released', 'snooze.set'), detail, (what, told) => {
          const drawn = drawThreadLine({ at: '2026-11-22T09:00:00Z', actor: JOB, what, detail: told });
          if (drawn) expectMessage(drawn);
        }),
        runs,
      );
    });

    const storms = fc
      .record({
        cases: fc.nat(),
        minutes: fc.nat(),
        held: fc.nat(),
        waiting: fc.nat(20),
        calmAt: fc.option(time),
        endedAt: fc.option(time),
        most: fc.array(fc.record({ count: fc.nat(), rule: hostile, source: hostile }), { maxLength: 3 }),
        next: fc.array(fc.record({ id: fc.nat(), title: hostile, severity: fc.constant('high' as const) }), {
          maxLength: 10,
        }),
      })
      .map((more): StormView => ({ ...storm, ...more }));

    test('a storm’s summary is a message, and its window a window', () => {
      fc.assert(
        fc.property(storms, (one) => {
          expectMessage(drawStorm(one), 12);
          expectView(heldModal(one));
        }),
        runs,
      );
    });

    test('the window to snooze is a window', () => {
      fc.assert(
        fc.property(caseView, (view) => expectView(snoozeModal(view, new Date('2026-11-22T09:20:00.000Z')))),
        runs,
      );
    });
  },
);

test('what is not a notice says nothing', () => {
  for (const detail of [null, {}, { what: 'case.opened', detail: {} }, { what: 'snooze.set' }])
    expect(drawNotice({ kind: 'notice', detail }, undefined)).toBeUndefined();
  expect(drawNotice({ kind: 'storm', detail: {} }, undefined)).toBeUndefined();
});
