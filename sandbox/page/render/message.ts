import type { PageChannel, PageMessage, PageState } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { messageScene } from '../scenes.ts';
import { avatar } from './avatar.ts';
import { blocks } from './blocks.ts';
import { stamp } from './dates.ts';
import { icon } from './icons.ts';
import { mrkdwn } from './mrkdwn.ts';

interface Around {
  app: App;
  state: PageState;
  channel: PageChannel;
}

/** One message: who, when, and its blocks, or its text where it has none. */
export function message(one: PageMessage, { app, state, channel }: Around, redrawn: boolean): HTMLElement {
  const scene = messageScene(app, state, channel, one);
  const content = one.blocks.length > 0 ? blocks(one.blocks, scene) : [mrkdwn(one.text, scene)];
  const kind = [one.isBot ? 'from-app' : 'from-person', one.ephemeral ? 'only-you' : '', redrawn ? 'redrawn' : ''];
  return el(
    'article',
    {
      class: `message ${kind.join(' ')}`,
      'data-ts': one.ts,
      'data-scene': scene.key,
      tabindex: -1,
      'aria-label': `${one.userName}${one.ephemeral ? ', only visible to you' : ''}`,
    },
    avatar(one.userName, one.isBot),
    el(
      'div',
      { class: 'message-main' },
      one.ephemeral ? el('div', { class: 'only-you-mark' }, icon('eye'), 'Only visible to you') : undefined,
      el(
        'div',
        { class: 'message-head' },
        el('bdi', { class: 'author' }, one.userName),
        one.isBot ? el('span', { class: 'app-mark' }, 'app') : undefined,
        el('span', { class: 'stamp' }, stamp(one.ts, new Date(state.now))),
        one.edited ? el('span', { class: 'stamp' }, 'edited') : undefined,
      ),
      el('div', { class: 'message-body' }, ...content),
    ),
  );
}
