import type { Colleague } from '#sandbox/company.ts';
import { type FoundElement, findElement } from '../blocks/find.ts';
import { payloadChannel } from '../channels.ts';
import { holdsValue, setValue, stateFor } from '../element-values.ts';
import { messageObject } from '../messages.ts';
import type { PageActed, PageValue } from '../page-state.ts';
import { createResponseUrl } from '../response-url.ts';
import type { Channel, ElementState, Message, StateValues } from '../state.ts';
import { createTrigger } from '../triggers.ts';
import { stackOf, viewObject } from '../views.ts';
import { nextTs } from '../workspace.ts';
import { acted, channelOf, type Front, messageOf, refused } from './front.ts';
import { actionEntry, dispatches, identity } from './payloads.ts';

interface Pointed {
  action_id: string;
  block_id?: string | undefined;
  value?: PageValue | undefined;
}

type Chosen = { found: FoundElement; state: ElementState | undefined } | { why: string };

/** Finds the element and takes the new value over into what the message or view holds. */
function choose(blocks: Message['blocks'], values: StateValues, pointed: Pointed): Chosen {
  const found = findElement(blocks, pointed);
  if (!found) return { why: `There is no element "${pointed.action_id}" here any more.` };
  if (!dispatches(found)) return { why: 'This input sends nothing until the form is submitted.' };
  const state = pointed.value === undefined ? undefined : stateFor(found.element, pointed.value);
  const isButton = ['button', 'workflow_button', 'icon_button', 'feedback_buttons'].includes(found.element.type);
  if (!isButton && !state) return { why: 'This is not one of the choices.' };
  if (state && holdsValue(found.element)) setValue(values, found.block.block_id, found.element.action_id, state);
  return { found, state };
}

/** A press or choice on a message. */
export async function clickMessage(
  front: Front,
  person: Colleague,
  pointed: Pointed & { channel: string; ts: string },
): Promise<PageActed> {
  const { workspace, line } = front;
  const channel = channelOf(front, person, pointed.channel);
  const message = messageOf(channel, person, pointed.ts);
  if (!channel || !message) return refused(`${person.name} cannot see this message.`);
  const chosen = choose(message.blocks, message.values, pointed);
  if ('why' in chosen) return refused(chosen.why);
  delete message.warnings[person.slackId];
  const payload = {
    type: 'block_actions',
    ...identity(workspace.state, person),
    ...place(channel, message),
    trigger_id: createTrigger(workspace, person.slackId, null),
    response_url: createResponseUrl(workspace, {
      channelId: channel.id,
      userId: person.slackId,
      messageTs: message.ts,
      threadTs: message.threadTs,
    }),
    state: { values: message.values },
    actions: [actionEntry(chosen.found, chosen.state, nextTs(workspace))],
  };
  workspace.world.changed();
  const answer = await line.sendForm({ payload: JSON.stringify(payload) });
  if (!answer.ok) message.warnings[person.slackId] = chosen.found.element.action_id;
  workspace.world.changed();
  return acted(answer);
}

/** Where the click happened. An ephemeral message is not in the payload: nobody keeps it. */
function place(channel: Channel, message: Message) {
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
  const is_ephemeral = message.ephemeralTo !== null;
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral, ...thread },
    channel: payloadChannel(channel),
    ...(is_ephemeral ? {} : { message: messageObject(channel, message, true) }),
  };
}

/** A press or choice in a modal or on App Home. */
export async function clickView(
  front: Front,
  person: Colleague,
  pointed: Pointed & { view_id: string },
): Promise<PageActed> {
  const { workspace, line } = front;
  const { state, world } = workspace;
  const open = state.views[pointed.view_id];
  if (open?.userId !== person.slackId) return refused('This view is not open any more.');
  const chosen = choose(open.view.blocks, open.values, pointed);
  if ('why' in chosen) return refused(chosen.why);
  open.warning = null;
  const inModal = stackOf(workspace, person.slackId).includes(open);
  const payload = {
    type: 'block_actions',
    ...identity(state, person),
    container: { type: 'view', view_id: open.id },
    trigger_id: createTrigger(workspace, person.slackId, inModal ? open.id : null),
    view: viewObject(open),
    actions: [actionEntry(chosen.found, chosen.state, nextTs(workspace))],
  };
  world.changed();
  const answer = await line.sendForm({ payload: JSON.stringify(payload) });
  if (!answer.ok) open.warning = { actionId: chosen.found.element.action_id };
  world.changed();
  return acted(answer);
}
