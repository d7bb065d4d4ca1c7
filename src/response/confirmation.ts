import type { Context } from '../context.ts';
import { Forbidden } from '../errors.ts';
import type { JournalEntry, Tx } from '../journal/record-change.ts';
import type { LoadedStep } from './load-step.ts';

/** That a person confirmed a voice with something of their own, beside the click. */
export interface Confirmation {
  by: 'passkey' | 'totp';
  /** Uses it up in the transaction of the vote, or throws: then nothing counts. */
  spend(tx: Tx): Promise<JournalEntry[]>;
}

/** Does the policy ask for more than a click for a yes to this? */
export const takesConfirmation = (
  { config }: Pick<Context, 'config'>,
  { kind, action }: Pick<LoadedStep, 'kind' | 'action'>,
): boolean => kind === 'action' && action !== null && config.policy.step_up.includes(action);

/** A yes to such an action without its confirmation is none, wherever it comes from. */
export function checkConfirmed(ctx: Context, step: LoadedStep, choice: string, confirmation?: Confirmation): void {
  if (choice !== 'approve' || confirmation || !takesConfirmation(ctx, step)) return;
  throw new Forbidden(
    'not-confirmed',
    'This action takes a confirmation with your own key, so a click is not enough and nothing was counted. Open the step again; it leads you to the page.',
  );
}
