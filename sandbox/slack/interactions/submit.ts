import { z } from 'zod';
import type { Colleague } from '#sandbox/company.ts';
import { allElements, type FoundElement } from '../blocks/find.ts';
import { SlackRefusal } from '../call.ts';
import { isEmpty, setValue, stateFor } from '../element-values.ts';
import type { PageActed, PageValues } from '../page-state.ts';
import type { ElementState, OpenView } from '../state.ts';
import { createTrigger } from '../triggers.ts';
import { clearModals, closeModal, pushModal, replaceView, stackOf, viewFrom, viewObject } from '../views.ts';
import type { Workspace } from '../workspace.ts';
import { acted, doneHere, type Front, refused } from './front.ts';
import { identity } from './payloads.ts';

/** The top modal's submit button. What Slack checks itself never reaches the app. */
export async function submitView(
  front: Front,
  person: Colleague,
  { view_id, values }: { view_id: string; values: PageValues },
): Promise<PageActed> {
  const { workspace, line } = front;
  const { state, world } = workspace;
  const open = stackOf(workspace, person.slackId).at(-1);
  if (open?.id !== view_id) return refused('This modal is not on top any more.');
  open.errors = fillIn(open, values);
  open.warning = null;
  world.changed();
  if (Object.keys(open.errors).length > 0) return refused('Slack asks for the marked fields first.');
  const payload = {
    type: 'view_submission',
    ...identity(state, person),
    trigger_id: createTrigger(workspace, person.slackId, open.id),
    view: viewObject(open),
    response_urls: [],
  };
  const answer = await line.sendForm({ payload: JSON.stringify(payload) });
  const problem = answer.ok ? applyAnswer(workspace, open, answer.answer) : undefined;
  if (!answer.ok || problem !== undefined) open.warning = { actionId: null };
  world.changed();
  return problem === undefined ? acted(answer) : { ...acted(answer), ok: false, refused: problem };
}

/** Takes the values over and returns Slack's own complaints, by block_id. */
function fillIn(open: OpenView, values: PageValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const found of allElements(open.view.blocks)) {
    const { block, element } = found;
    const given = values[block.block_id]?.[element.action_id];
    const state = given === undefined ? open.values[block.block_id]?.[element.action_id] : stateFor(element, given);
    if (given !== undefined && !state) errors[block.block_id] = 'This is not one of the choices.';
    if (given !== undefined && state) setValue(open.values, block.block_id, element.action_id, state);
    const complaint = block.type === 'input' ? complaintAbout(found, state) : undefined;
    if (complaint !== undefined) errors[block.block_id] ??= complaint;
  }
  return errors;
}

const Lengths = z.object({ min_length: z.number().default(0), max_length: z.number().default(3000) });

function complaintAbout({ block, element }: FoundElement, state: ElementState | undefined): string | undefined {
  if (isEmpty(state)) return block.optional === true ? undefined : 'Please complete this required field.';
  if (element.type !== 'plain_text_input') return undefined;
  const { min_length, max_length } = Lengths.parse(element);
  const { length } = String(state?.value);
  if (length < min_length) return `Use at least ${min_length} characters.`;
  return length > max_length ? `Use at most ${max_length} characters.` : undefined;
}

const Answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);

/** Does to the person's modals what the app answered; returns why Slack would not, in words. */
function applyAnswer(workspace: Workspace, open: OpenView, body: unknown): string | undefined {
  if (body === '' || (typeof body === 'object' && body !== null && !('response_action' in body))) {
    closeModal(workspace, open);
    return undefined;
  }
  const parsed = Answer.safeParse(body);
  if (!parsed.success) return 'The app answered the submission with something Slack does not know.';
  try {
    return follow(workspace, open, parsed.data);
  } catch (refusal) {
    if (!(refusal instanceof SlackRefusal)) throw refusal;
    return `The app answered with a view Slack refuses (${refusal.error}): ${JSON.stringify(refusal.detail)}`;
  }
}

function follow(workspace: Workspace, open: OpenView, answer: z.infer<typeof Answer>): string | undefined {
  if (answer.response_action === 'clear') {
    clearModals(workspace, open.userId);
    return undefined;
  }
  if (answer.response_action === 'errors') {
    const inputs = open.view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
    const stray = Object.keys(answer.errors).filter((blockId) => !inputs.includes(blockId));
    if (stray.length > 0) return `The app put errors under blocks that are no inputs: ${stray.join(', ')}.`;
    open.errors = answer.errors;
    return undefined;
  }
  const fail = (error: string, detail?: Record<string, unknown>) => new SlackRefusal(error, detail);
  if (answer.response_action === 'update') {
    replaceView(workspace, open, viewFrom(workspace, answer.view, 'modal', fail, open.id));
    return undefined;
  }
  const pushed = pushModal(workspace, open.userId, viewFrom(workspace, answer.view, 'modal', fail));
  return pushed ? undefined : 'The app pushed a fourth modal; three is the most.';
}

/** The cancel button: the app hears of it only when the view asked for that. */
export async function closeView(front: Front, person: Colleague, view_id: string): Promise<PageActed> {
  const { workspace, line } = front;
  const open = stackOf(workspace, person.slackId).at(-1);
  if (open?.id !== view_id || open.view.type !== 'modal') return refused('This modal is not on top any more.');
  const is_cleared = open.view.clear_on_close === true;
  const payload = { type: 'view_closed', ...identity(workspace.state, person), view: viewObject(open), is_cleared };
  if (is_cleared) clearModals(workspace, person.slackId);
  else closeModal(workspace, open);
  workspace.world.changed();
  if (open.view.notify_on_close !== true) return doneHere;
  return acted(await line.sendForm({ payload: JSON.stringify(payload) }));
}
