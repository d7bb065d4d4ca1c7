import type { ModalView } from '@slack/types';
import { listOpenCases, type OpenCase } from '#src/cases/list-open.ts';
import { type CaseView, loadCaseView } from '#src/cases/view.ts';
import { Forbidden, InvalidInput } from '#src/errors.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, parseCaseValue } from '#src/slack/action-ids.ts';
import { breakGlassModal } from '#src/slack/answer-modals.ts';
import { mergeModal, unmergeModal } from '#src/slack/merge-modals.ts';
import { closeModal, declineModal, reopenModal } from '#src/slack/modals.ts';
import { snoozeModal } from '#src/slack/noise-modals.ts';
import { openFor } from '#src/slack/step-words.ts';
import { slackButton } from './click.ts';

const WINDOWS: Readonly<Record<string, (view: CaseView, open: readonly OpenCase[], now: Date) => ModalView>> = {
  decline: (view) => declineModal(view, openFor(view, 'security')),
  close: closeModal,
  reopen: reopenModal,
  glass: (view) => breakGlassModal(view, openFor(view, 'security')),
  merge: mergeModal,
  unmerge: unmergeModal,
  snooze: (view, _, now) => snoozeModal(view, now),
};

/** The menu with what is rarer: decline a step, close or reopen the case. */
export const moreMenu = slackButton(ACTIONS.more, async ({ ctx, user, value, caseId, openModal }) => {
  const [what = '', id = ''] = value.split('|');
  const window = Object.hasOwn(WINDOWS, what) ? WINDOWS[what] : undefined;
  if (!window)
    throw new InvalidInput('unknown-button', 'This entry is not one of ours. Open the case again from App Home.');
  const chosen = parseCaseValue(id);
  if (caseId !== undefined && chosen !== caseId) {
    throw new Forbidden('other-case', 'This menu belongs to another case, so nothing was done.');
  }
  await authorise(ctx, { slackUser: user, role: 'security', concerned: await loadConcerned(ctx, chosen) });
  const open = what === 'merge' ? await listOpenCases(ctx, chosen) : [];
  await openModal(window(await loadCaseView(ctx, chosen), open, ctx.clock.now()));
});
