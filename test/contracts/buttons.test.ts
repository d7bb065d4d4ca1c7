import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LegalSettings } from '#src/config/legal.ts';
import { ACTIONS, numbered } from '#src/slack/action-ids.ts';
import { breakGlassModal, withdrawModal } from '#src/slack/answer-modals.ts';
import { drawCaseCard } from '#src/slack/case-card.ts';
import { drawFindings } from '#src/slack/findings.ts';
import { drawHome } from '#src/slack/home.ts';
import { drawLegal } from '#src/slack/legal-card.ts';
import { decideModal, holdModal, liftModal, momentModal } from '#src/slack/legal-modals.ts';
import { mergeModal, unmergeModal } from '#src/slack/merge-modals.ts';
import { closeModal, declineModal, reopenModal, undoModal } from '#src/slack/modals.ts';
import { heldModal, snoozeModal } from '#src/slack/noise-modals.ts';
import { drawQuestion } from '#src/slack/question.ts';
import { drawReceipt, repudiateModal } from '#src/slack/receipt.ts';
import { choiceModal, stepModal } from '#src/slack/step-modal.ts';
import { planOf } from '#src/slack/step-words.ts';
import { drawStorm } from '#src/slack/storm-card.ts';
import { createFakeApp } from '#test/handlers/slack/fake-app.ts';
import type { TestContext } from '#test/helpers/context.ts';
import { caseView, step } from '#test/src/slack/hostile-view.ts';
import { storm } from '#test/src/slack/storm-view.ts';

const app = createFakeApp({} as TestContext);
const LEGAL: LegalSettings = { regimes: ['gdpr'], quorum: 1 };

/** Every id under a name, anywhere in a drawing; what stands in an input is read when its window is submitted. */
function idsIn(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => idsIn(item, name));
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'input') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === name ? [String(inner)] : idsIn(inner, name)));
}

const views = fc.sample(caseView, { numRuns: 40, seed: 7 });
const steps = fc.sample(step, { numRuns: 40, seed: 7 });
const drawings = views.flatMap((view, index) => {
  const one = {
    ...(steps[index] ?? steps[0]),
    ...(index % 2 ? { state: 'waiting' as const, digest: 'a'.repeat(64) } : {}),
  } as (typeof steps)[number];
  const home = {
    code: view.code,
    stepId: one.id,
    digest: 'a'.repeat(64),
    title: one.title,
    deadlineAt: null,
    isQuestion: false,
  };
  const plan = planOf(one);
  const undo = { kind: 'reversible' as const, words: one.title };
  const needs = [{ role: 'security' as const, count: 2 }];
  const glass = { ...one, kind: 'action' as const, plan: { ...plan, undo, needs } };
  return [
    drawCaseCard(view).blocks,
    drawFindings(view).blocks,
    drawQuestion(view, one).blocks,
    drawHome({ waiting: [home], mine: [], team: [] }),
    stepModal(view, one),
    choiceModal(view, one, 'confirm'),
    undoModal(one),
    closeModal(view),
    reopenModal(view),
    declineModal(view, [one]),
    snoozeModal(view, new Date(0)),
    drawStorm(storm).blocks,
    drawLegal({ ...view, mergedInto: null }, LEGAL).blocks,
    momentModal(view),
    decideModal(view, LEGAL),
    holdModal(view),
    liftModal(view),
    heldModal(storm),
    mergeModal(view, [{ id: 7, title: view.title, openedAt: view.openedAt }]),
    unmergeModal(view),
    drawReceipt(
      { step: one.id, vote: one.id, choice: 'approve', reason: one.title, at: view.openedAt },
      {
        ...view,
        steps: [
          {
            ...one,
            votes: [
              { id: one.id, name: one.title, slackUser: 'U1', choice: 'approve', reason: one.title, at: view.openedAt },
            ],
          },
        ],
      },
    ),
    repudiateModal(one.id),
    breakGlassModal(view, [one, glass]),
    withdrawModal(one, {
      id: one.id,
      name: one.title,
      slackUser: 'U1',
      choice: 'approve',
      reason: one.title,
      at: view.openedAt,
    }),
  ];
});

describe('everything drawn does something', () => {
  const buttons = [...new Set(idsIn(drawings, 'action_id'))];
  const windows = [...new Set(idsIn(drawings, 'callback_id'))];

  test.each(buttons)('the button %s has its handler', (id) => {
    expect(app.find('action', id)).toEqual(expect.any(Function));
  });

  test.each(windows)('the window %s has its handler', (id) => {
    expect(app.find('view', id)).toEqual(expect.any(Function));
  });

  test('and every handler is for something that is drawn', () => {
    const drawn = [...buttons, ...windows];
    const listening = app.listeners.filter(({ kind }) => kind === 'action' || kind === 'view');
    for (const { id } of listening) {
      expect(drawn.filter((one) => (typeof id === 'string' ? one === id : id.test(one)))).not.toEqual([]);
    }
    const kinds = Object.values(ACTIONS);
    for (const kind of kinds) expect([...drawn, ...drawn.map((id) => id.replace(/\.\d+$/, ''))]).toContain(kind);
    expect(kinds.every((kind) => numbered(kind, 0).startsWith(kind))).toBe(true);
  });
});

test('the manifest subscribes to what the handlers listen to', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../slack-manifest.json', import.meta.url), 'utf8'));
  const of = (kind: string) =>
    app.listeners
      .filter((one) => one.kind === kind)
      .map(({ id }) => String(id))
      .sort();
  expect(of('event')).toEqual(manifest.settings.event_subscriptions.bot_events.toSorted());
  expect(of('command')).toEqual(manifest.features.slash_commands.map(({ command }: { command: string }) => command));
});
