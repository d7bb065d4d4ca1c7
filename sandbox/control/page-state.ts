import type { KnownBlock } from '@slack/types';
import { type Colleague, people } from '#sandbox/company.ts';
import { isMember } from '#sandbox/slack/channels.ts';
import { canSee } from '#sandbox/slack/interactions/front.ts';
import { repliesTo } from '#sandbox/slack/messages.ts';
import type {
  PageChannel,
  PageMessage,
  PagePerson,
  PageScenario,
  PageState,
  PageVendor,
  PageView,
} from '#sandbox/slack/page-state.ts';
import { nameOf } from '#sandbox/slack/people.ts';
import type { Channel, Message, OpenView } from '#sandbox/slack/state.ts';
import { stackOf } from '#sandbox/slack/views.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';

interface Surroundings {
  vendors: readonly PageVendor[];
  scenarios: readonly PageScenario[];
}

/** Everything one person sees, and nothing else. */
export function pageStateFor(workspace: Workspace, me: Colleague, { vendors, scenarios }: Surroundings): PageState {
  const { state, world } = workspace;
  const home = state.views[state.homes[me.slackId] ?? ''];
  return {
    me: pagePerson(me),
    people: Object.values(people).map(pagePerson),
    channels: state.channels.filter((channel) => isMember(channel, me.slackId)).map((one) => pageChannel(one, me)),
    home: home ? pageView(home) : null,
    modals: stackOf(workspace, me.slackId).map(pageView),
    vendors: [...vendors],
    scenarios: [...scenarios],
    now: world.now().toISOString(),
  };
}

const pagePerson = ({ key, name, role, title, slackId }: Colleague): PagePerson => ({
  key,
  name,
  role,
  title,
  slackId,
});

function pageChannel(channel: Channel, me: Colleague): PageChannel {
  const visible = channel.messages.filter((message) => canSee(message, me));
  const read = channel.read[me.slackId] ?? '';
  const { id, name, kind, archived } = channel;
  return {
    id,
    name: kind === 'dm' ? 'Cordon' : name,
    kind,
    archived,
    unread: visible.filter(({ ts, user }) => user !== me.slackId && ts > read).length,
    messages: visible.map((message) => pageMessage(channel, message, me)),
  };
}

function pageMessage(channel: Channel, message: Message, me: Colleague): PageMessage {
  const { ts, threadTs, user, fromApp, text, blocks, editedTs, ephemeralTo, values, warnings } = message;
  const actionId = warnings[me.slackId];
  return {
    ts,
    threadTs,
    user,
    userName: nameOf(user),
    isBot: fromApp,
    text,
    blocks: drawn(blocks),
    values,
    edited: editedTs !== null,
    ephemeral: ephemeralTo !== null,
    replies: repliesTo(channel, message).length,
    ...(actionId === undefined ? {} : { warning: { actionId } }),
  };
}

function pageView({ id, hash, view, values, errors, warning }: OpenView): PageView {
  const modal = view.type === 'modal' ? view : undefined;
  return {
    id,
    type: view.type,
    title: modal?.title ? plain(modal.title) : null,
    submit: modal?.submit ? plain(modal.submit) : null,
    close: modal?.close ? plain(modal.close) : null,
    callbackId: view.callback_id ?? '',
    hash,
    blocks: drawn(view.blocks),
    values,
    errors,
    ...(warning === null ? {} : { warning }),
  };
}

const plain = ({ text }: { text: string }) => ({ type: 'plain_text' as const, text });

/** Checked against every block Slack's own types know before they were stored. */
const drawn = (blocks: Message['blocks']) => blocks as unknown as KnownBlock[];
