import type { CaseView } from '../cases/view.ts';
import type { OutgoingMessage } from '../workspace/sender.ts';
import type { ClaimedMessage } from './claim-message.ts';

/** Anything that can be drawn: the card, a question, a line; a notice, which has no case. Undefined when there is nothing to say. */
export type Draw = (
  message: ClaimedMessage,
  view: CaseView | undefined,
) => Promise<Pick<OutgoingMessage, 'text' | 'blocks'> | undefined>;
