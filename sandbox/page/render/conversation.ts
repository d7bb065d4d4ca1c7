import type { PageChannel, PageState } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el, part } from '../dom.ts';
import { channelAt, labelOf } from '../places.ts';
import { composer } from './composer.ts';
import { drawHome } from './home.ts';
import { type IconName, icon } from './icons.ts';
import { arrange } from './scrolling.ts';
import { drawThreads } from './thread.ts';

const kinds: Readonly<Record<PageChannel['kind'], [IconName, string]>> = {
  private: ['lock', 'Private channel'],
  public: ['hash', 'Channel everybody can join'],
  shared: ['link', 'Shared with another company'],
  dm: ['talk', 'Direct message with the app'],
};

let shown = '';

/** The middle column: a channel with its threads, or the App Home. */
export function drawConversation(app: App, state: PageState): void {
  const channel = channelAt(state, app.model.place);
  const now = `${state.me.key} ${app.model.place}`;
  const entered = now !== shown;
  if (entered) build(app, state, channel);
  shown = now;
  const body = part('talk-body');
  if (!channel) {
    drawHome(body, app, state);
    return;
  }
  const list = body.querySelector('ol');
  if (!list) return;
  body.classList.toggle('is-empty', channel.messages.length === 0);
  arrange(body, { entered, channel, me: state.me }, () => drawThreads(list, { app, state, channel }));
}

function build(app: App, state: PageState, channel: PageChannel | undefined): void {
  const title = channel ? labelOf(channel) : 'App Home';
  const [mark, about] = channel ? kinds[channel.kind] : (['home', `What Cordon shows ${state.me.name}`] as const);
  const head = el(
    'header',
    { class: 'talk-head' },
    icon(mark),
    el('h2', { id: 'talk-title' }, title),
    el('p', {}, channel?.archived ? 'Archived. Nobody can write here.' : about),
  );
  const body = el('div', { id: 'talk-body', class: 'talk-body', tabindex: -1 });
  if (channel) body.append(emptiness(app), el('ol', { class: 'threads' }));
  part('talk').replaceChildren(head, body, ...(channel && !channel.archived ? [writing(app, channel)] : []));
}

function emptiness(app: App): HTMLElement {
  const choose = el('button', { class: 'button primary', type: 'button' }, 'Choose a scenario');
  choose.addEventListener('click', () => {
    app.show('outside');
    part('scenarios').querySelector('button')?.focus();
  });
  return el(
    'div',
    { class: 'empty' },
    icon('ring'),
    el('h3', {}, 'Nothing has happened here yet'),
    el('p', {}, 'Send a scenario, and watch what Cordon does with it. Then act: as security, finance or legal.'),
    choose,
  );
}

function writing(app: App, channel: PageChannel): HTMLElement {
  return composer({
    label: `Message ${labelOf(channel)}`,
    placeholder: 'Message, or /cordon',
    send(text) {
      const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
      if (command === undefined) return app.act({ act: 'message', channel: channel.id, text });
      return app.act({ act: 'command', channel: channel.id, command, text: rest });
    },
  });
}
