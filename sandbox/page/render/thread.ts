import type { PageChannel, PageMessage, PageState } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { keep } from '../keep.ts';
import { composer } from './composer.ts';
import { message } from './message.ts';

export interface Thread {
  parent: PageMessage;
  replies: PageMessage[];
}

/** Messages of a channel with the replies under each; a reply whose parent cannot be seen stands alone. */
export function threadsOf({ messages }: PageChannel): Thread[] {
  const parents = new Set(messages.filter(({ threadTs }) => threadTs === null).map(({ ts }) => ts));
  const isReply = ({ threadTs }: PageMessage) => threadTs !== null && parents.has(threadTs);
  return messages
    .filter((one) => !isReply(one))
    .map((parent) => ({ parent, replies: messages.filter((one) => one !== parent && one.threadTs === parent.ts) }));
}

interface Around {
  app: App;
  state: PageState;
  channel: PageChannel;
}

/** Fills `list` with a channel's threads, redrawing only what has changed. */
export function drawThreads(list: Element, around: Around): void {
  const { channel, state } = around;
  const drawMessages = (parent: Element, messages: readonly PageMessage[]) =>
    keep(parent, messages, {
      key: ({ ts }) => ts,
      signature: (one) => JSON.stringify([state.me.key, one]),
      draw: (one, before) => message(one, around, before !== undefined),
    });
  keep(list, threadsOf(channel), {
    key: ({ parent }) => `${state.me.key} ${channel.id} ${parent.ts}`,
    signature: () => '',
    draw: ({ parent }) => skeleton(parent, around),
  });
  threadsOf(channel).forEach(({ parent, replies }, index) => {
    const item = list.children[index];
    const [own, below] = [item?.querySelector('.thread-parent'), item?.querySelector('.thread-replies')];
    if (!item || !own || !below) return;
    item.classList.toggle('has-replies', replies.length > 0);
    drawMessages(own, [parent]);
    drawMessages(below, replies);
  });
}

function skeleton(parent: PageMessage, { app, channel }: Around): HTMLElement {
  const canReply = !channel.archived && !parent.ephemeral;
  const reply = composer({
    label: `Reply to ${parent.userName}`,
    placeholder: 'Reply in this thread',
    send: (text) => app.act({ act: 'message', channel: channel.id, text, thread_ts: parent.ts }),
  });
  return el(
    'li',
    { class: parent.isBot ? 'thread' : 'thread from-person-thread' },
    el('div', { class: 'thread-parent' }),
    el('div', { class: 'thread-replies', role: 'group', 'aria-label': 'Thread' }),
    canReply ? el('details', { class: 'thread-reply' }, el('summary', {}, 'Reply in thread'), reply) : undefined,
  );
}
