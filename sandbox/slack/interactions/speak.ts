import type { Colleague } from '#sandbox/company.ts';
import { SlackRefusal } from '../call.ts';
import { openDirectMessage, payloadChannel } from '../channels.ts';
import { addMessage, messageObject } from '../messages.ts';
import type { PageActed } from '../page-state.ts';
import { usernameOf } from '../people.ts';
import { createResponseUrl, reply } from '../response-url.ts';
import type { Channel } from '../state.ts';
import { createTrigger } from '../triggers.ts';
import { viewObject } from '../views.ts';
import { nextTs } from '../workspace.ts';
import { acted, channelOf, doneHere, type Front, messageOf, refused } from './front.ts';
import { identity, verificationToken } from './payloads.ts';

/** A slash command typed into a channel. The answer's text or blocks are shown as Slack would. */
export async function sendCommand(
  front: Front,
  person: Colleague,
  { channel: id, command, text }: { channel: string; command: string; text: string },
): Promise<PageActed> {
  const { workspace, line } = front;
  const channel = channelOf(front, person, id);
  if (!channel || channel.archived) return refused(`${person.name} cannot write here.`);
  if (!workspace.manifest.features.slash_commands.some((known) => known.command === command)) {
    return refused(`No app in this workspace answers ${command}.`);
  }
  const target = { channelId: id, userId: person.slackId, messageTs: null, threadTs: null };
  const { team, user, api_app_id } = identity(workspace.state, person);
  const answer = await line.sendForm({
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: id,
    channel_name: payloadChannel(channel).name,
    user_id: user.id,
    user_name: usernameOf(person),
    command,
    text,
    api_app_id,
    is_enterprise_install: 'false',
    response_url: createResponseUrl(workspace, target),
    trigger_id: createTrigger(workspace, person.slackId, null),
  });
  const said = typeof answer.answer === 'string' ? { text: answer.answer } : { ...Object(answer.answer) };
  if (!answer.ok || said.text === '' || Object.keys(said).length === 0) return acted(answer);
  try {
    reply(workspace, { ...target, at: 0, uses: 0 }, said);
    return acted(answer);
  } catch (refusal) {
    if (!(refusal instanceof SlackRefusal)) throw refusal;
    const why = `The app answered the command with something Slack refuses: ${refusal.error}.`;
    return { ...acted(answer), ok: false, refused: why };
  }
}

/** A shortcut from a message's menu. */
export async function useShortcut(
  front: Front,
  person: Colleague,
  { callback_id, channel: id, ts }: { callback_id: string; channel: string; ts: string },
): Promise<PageActed> {
  const { workspace, line } = front;
  const channel = channelOf(front, person, id);
  const message = messageOf(channel, person, ts);
  if (!channel || !message) return refused(`${person.name} cannot see this message.`);
  const known = workspace.manifest.features.shortcuts.some((shortcut) => shortcut.callback_id === callback_id);
  if (!known) return refused('No app in this workspace has this shortcut.');
  const parts = { channelId: id, userId: person.slackId, messageTs: ts, threadTs: message.threadTs };
  const payload = {
    type: 'message_action',
    ...identity(workspace.state, person),
    callback_id,
    channel: payloadChannel(channel),
    message: messageObject(channel, message),
    message_ts: ts,
    action_ts: nextTs(workspace),
    trigger_id: createTrigger(workspace, person.slackId, null),
    response_url: createResponseUrl(workspace, parts),
  };
  return acted(await line.sendForm({ payload: JSON.stringify(payload) }));
}

/** Something a person writes. The app reads no messages, so nobody tells it. */
export function sayMessage(
  front: Front,
  person: Colleague,
  { channel: id, text, thread_ts }: { channel: string; text: string; thread_ts?: string | undefined },
): PageActed {
  const channel = channelOf(front, person, id);
  if (!channel || channel.archived) return refused(`${person.name} cannot write here.`);
  if (channel.kind === 'dm' && front.workspace.manifest.features.app_home.messages_tab_read_only_enabled) {
    return refused('Sending messages to this app has been turned off.');
  }
  if (text.trim() === '') return refused('There is nothing to send.');
  const parent = thread_ts === undefined ? undefined : messageOf(channel, person, thread_ts);
  addMessage(front.workspace, channel, {
    user: person.slackId,
    fromApp: false,
    text,
    threadTs: parent ? (parent.threadTs ?? parent.ts) : null,
  });
  return doneHere;
}

/** Marks everything in a channel as read. */
export function readChannel(front: Front, person: Colleague, id: string): PageActed {
  const channel: Channel | undefined = channelOf(front, person, id);
  const last = channel?.messages.at(-1)?.ts;
  if (!channel) return refused(`${person.name} is not in this channel.`);
  if (last !== undefined && channel.read[person.slackId] !== last) {
    channel.read[person.slackId] = last;
    front.workspace.world.changed();
  }
  return doneHere;
}

/** A person looks at the app's home tab. */
export async function openHome(front: Front, person: Colleague): Promise<PageActed> {
  const { workspace } = front;
  const { state, manifest } = workspace;
  if (!manifest.settings.event_subscriptions.bot_events.includes('app_home_opened')) return doneHere;
  const published = state.views[state.homes[person.slackId] ?? ''];
  const channel = openDirectMessage(workspace, person.slackId);
  workspace.world.changed();
  const answer = await front.event({
    type: 'app_home_opened',
    user: person.slackId,
    channel: channel.id,
    tab: 'home',
    event_ts: nextTs(workspace),
    ...(published ? { view: viewObject(published) } : {}),
  });
  return acted(answer);
}
