import type { ModalView } from '@slack/types';
import { type CaseView, loadCaseView } from '#src/cases/view.ts';
import type { LegalSettings } from '#src/config/legal.ts';
import { Forbidden, InvalidInput } from '#src/errors.ts';
import { authorise } from '#src/response/authority.ts';
import { loadConcerned } from '#src/response/load-concerned.ts';
import { ACTIONS, anyNumber, parseCaseValue } from '#src/slack/action-ids.ts';
import { decideModal, holdModal, liftModal, momentModal, scopeModal } from '#src/slack/legal-modals.ts';
import { slackButton } from './click.ts';

const WINDOWS: Readonly<Record<string, (view: CaseView, settings: LegalSettings) => ModalView>> = {
  moment: momentModal,
  scope: scopeModal,
  decide: decideModal,
  hold: holdModal,
  lift: liftModal,
};

/** The buttons of legal's message and of App Home: each opens a window on the case as it is now. */
export const openLegalButton = slackButton(
  anyNumber(ACTIONS.openLegal),
  async ({ ctx, user, value, caseId, openModal }) => {
    const [what = '', id = ''] = value.split('|');
    const window = Object.hasOwn(WINDOWS, what) ? WINDOWS[what] : undefined;
    if (!window)
      throw new InvalidInput('unknown-button', 'This button is not one of ours. Open the case again from App Home.');
    const chosen = parseCaseValue(id);
    if (caseId !== undefined && chosen !== caseId)
      throw new Forbidden('other-case', 'This button belongs to another case, so nothing was done.');
    await authorise(ctx, { slackUser: user, role: 'legal', concerned: await loadConcerned(ctx, chosen) });
    await openModal(window(await loadCaseView(ctx, chosen), ctx.config.legal));
  },
);
