import { type Colleague, company } from '#sandbox/company.ts';
import type { FoundElement, StoredElement } from '../blocks/find.ts';
import { payloadUser } from '../people.ts';
import type { ElementState, SlackState } from '../state.ts';

/** The long-deprecated field; a bot that trusts it has a bug. */
export const verificationToken = 'sandbox-verification-token';

/** The fields that every interaction carries. */
export const identity = (state: SlackState, person: Colleague) => ({
  team: { id: company.slackTeamId, domain: 'northwind' },
  enterprise: null,
  is_enterprise_install: false,
  user: payloadUser(state, person),
  api_app_id: company.slackAppId,
  token: verificationToken,
});

/** What an element keeps to itself: its choices, and how it is drawn. */
const NOT_TOLD = ['options', 'option_groups', 'confirm', 'accessibility_label', 'focus_on_load'];

/** One entry of `actions`: the element, what was chosen in it, and when. */
export function actionEntry({ block, element }: FoundElement, chosen: ElementState | undefined, actionTs: string) {
  const told = Object.entries(element).filter(([field]) => !NOT_TOLD.includes(field));
  return { ...Object.fromEntries(told), ...chosen, block_id: block.block_id, action_ts: actionTs };
}

/** Inputs send nothing until the modal is submitted, unless they were told to. */
export const dispatches = ({ block }: { block: Record<string, unknown>; element: StoredElement }) =>
  block.type !== 'input' || block.dispatch_action === true;
