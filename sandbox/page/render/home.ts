import type { PageState } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { keep } from '../keep.ts';
import { viewScene } from '../scenes.ts';
import { blocks } from './blocks.ts';
import { icon } from './icons.ts';

/** The App Home of the person looked as. */
export function drawHome(body: HTMLElement, app: App, state: PageState): void {
  keep(body, [state.home], {
    key: (view) => view?.id ?? 'none',
    signature: (view) => JSON.stringify([state.me.key, view]),
    draw: (view) => (view ? home(app, state, view) : nothing(state)),
  });
}

function home(app: App, state: PageState, view: NonNullable<PageState['home']>): HTMLElement {
  const scene = viewScene(app, state, view);
  return el(
    'section',
    { class: 'home', tabindex: -1, 'data-scene': scene.key, 'data-view-id': view.id, 'aria-labelledby': 'talk-title' },
    ...blocks(view.blocks, scene),
  );
}

const nothing = ({ me }: PageState) =>
  el(
    'div',
    { class: 'empty empty-shown' },
    icon('home'),
    el('h3', {}, 'Nothing is published here yet'),
    el('p', {}, `Cordon draws this page for ${me.name} when it hears that it was opened.`),
  );
