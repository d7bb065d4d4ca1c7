import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseView } from '#src/cases/view.ts';
import { drawCaseCard } from '#src/slack/case-card.ts';
import { drawCaseList } from '#src/slack/command-answers.ts';
import { drawFindings } from '#src/slack/findings.ts';
import { drawHome } from '#src/slack/home.ts';
import { answerModal, closeModal, declineModal, reopenModal, undoModal } from '#src/slack/modals.ts';
import { drawQuestion } from '#src/slack/question.ts';
import { choiceModal, stepModal } from '#src/slack/step-modal.ts';
import { drawThreadLine, STORY } from '#src/slack/thread-line.ts';
import { judgesDir } from '#test/helpers/judges.ts';
import { skipReason } from '#test/helpers/require-or-skip.ts';
import { caseView, hostile, STEP_STATES, step, time } from './hostile-view.ts';
import { expectMessage, expectView } from './rules.ts';

const runs = (numRuns: number) => ({ numRuns });

describe.skipIf(!judgesDir() && skipReason('the judges are not beside the repository'))('whatever a case holds', () => {
  test('its card is a message of fewer than 12 blocks', () => {
    fc.assert(
      fc.property(caseView, (view) => expectMessage(drawCaseCard(view), 12)),
      runs(60),
    );
  });

  test.each(STEP_STATES)('its card can show a step that is %s', (state) => {
    const views = fc
      .tuple(caseView, step)
      .map(([view, one]): CaseView => ({ ...view, steps: [{ ...one, state, digest: 'a'.repeat(64) }] }));
    fc.assert(
      fc.property(views, (view) => expectMessage(drawCaseCard(view), 12)),
      runs(5),
    );
  });

  test('its findings are a message', () => {
    fc.assert(
      fc.property(caseView, (view) => expectMessage(drawFindings(view))),
      runs(30),
    );
  });

  test('each of its questions is a message', () => {
    fc.assert(
      fc.property(caseView, step, (view, one) => expectMessage(drawQuestion(view, one))),
      runs(60),
    );
  });

  test('each of its windows is a window', () => {
    fc.assert(
      fc.property(caseView, step, (view, one) => {
        expectView(stepModal(view, one));
        expectView(undoModal(one));
        expectView(choiceModal(view, one, 'confirm'));
        expectView(choiceModal(view, one, 'gone'));
        expectView(declineModal(view, [one, ...view.steps]));
        expectView(closeModal(view));
        expectView(reopenModal(view));
      }),
      runs(40),
    );
  });

  test('each line of its thread is a message, or nothing', () => {
    const detail = fc.record({
      title: hostile,
      reason: fc.option(hostile),
      note: hostile,
      because: hostile,
      label: hostile,
      missing: fc.nat(3),
      evidence: hostile,
      residual: fc.array(hostile, { maxLength: 5 }),
      changed: fc.array(hostile, { maxLength: 5 }),
      silence: fc.option(hostile),
    });
    const actor = fc.oneof(
      fc.record({ kind: fc.constant('slack-user'), team: fc.constant('T1'), user: fc.constant('U1'), name: hostile }),
      fc.record({ kind: fc.constant('cli'), user: hostile }),
      fc.constantFrom({ kind: 'job', name: 'run-step' }, {}, null),
    );
    fc.assert(
      fc.property(fc.constantFrom(...STORY), actor, detail, time, (what, who, told, at) => {
        const drawn = drawThreadLine({ at, actor: who, what, detail: told });
        if (drawn) expectMessage(drawn);
      }),
      runs(200),
    );
    expect(drawThreadLine({ at: '2026-11-22T09:00:00Z', actor: {}, what: 'case.scored', detail: {} })).toBeUndefined();
  });

  test('App Home and the list of cases can be shown', () => {
    const homeCase = fc.record({
      code: fc.constant('CASE-42'),
      title: hostile,
      state: fc.constantFrom('new' as const, 'closed' as const),
      severity: fc.constant('high' as const),
      openedAt: time,
      owner: fc.option(hostile),
      hold: fc.constantFrom(null, 'snooze' as const, 'storm' as const),
      link: fc.constant(null),
    });
    const homeStep = fc.record({
      code: fc.constant('CASE-42'),
      stepId: fc.uuid(),
      digest: fc.constant('a'.repeat(64)),
      title: hostile,
      deadlineAt: fc.option(time),
      isQuestion: fc.boolean(),
    });
    const cases = fc.array(homeCase, { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(homeStep, { maxLength: 40 }), cases, cases, (waiting, mine, team) => {
        expectView(drawHome({ waiting, mine, team }));
        expectMessage(drawCaseList(team.map(({ code, ...rest }) => ({ id: code, ...rest }))));
      }),
      runs(40),
    );
  });
});

test("an answer shows our own mentions and times, and nobody else's words do anything", () => {
  fc.assert(
    fc.property(hostile, (title) => {
      const view = answerModal(
        'Not done',
        `"${title}" is still under way. <@U0DEMO0001> can, at <!date^1^{time}|00:00 UTC>.`,
      );
      expectView(view);
      const [section] = view.blocks;
      if (title.length < 100)
        expect(section).toMatchObject({
          text: { text: expect.stringContaining('<@U0DEMO0001> can, at <!date^1^{time}|00:00 UTC>.') },
        });
    }),
  );
});

test('a window to decline when nothing is open says so', () => {
  const [view] = fc.sample(caseView, { seed: 1, numRuns: 1 });
  if (view) expectView(declineModal(view, []));
});
