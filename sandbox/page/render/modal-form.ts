import type { PageState, PageView } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { viewScene } from '../scenes.ts';
import { blocks } from './blocks.ts';
import { type Typing, valuesIn } from './typing.ts';

/** What stands in a modal: its title, its blocks, and how to leave it. */
export function modalForm(app: App, state: PageState, view: PageView, typing: Typing): HTMLFormElement {
  const scene = viewScene(app, state, view, typing.typed());
  const busyAs = `submit ${view.id}`;
  const close = el(
    'button',
    { class: 'button', type: 'button', 'data-part': 'close' },
    view.close?.text ?? (view.submit ? 'Cancel' : 'Close'),
  );
  const submit =
    view.submit && el('button', { class: 'button primary', type: 'submit', 'data-part': 'submit' }, view.submit.text);
  const form = el(
    'form',
    { class: 'modal-form', novalidate: true, 'data-busy-as': busyAs },
    el('h2', { tabindex: -1 }, view.title?.text ?? ''),
    el('div', { class: 'modal-body' }, ...blocks(view.blocks, scene, view.errors)),
    el('div', { class: 'modal-notices', role: 'alert' }),
    view.warning?.actionId === null ? unanswered() : undefined,
    el('div', { class: 'modal-foot' }, close, submit ?? undefined),
  );
  close.addEventListener('click', () => app.act({ act: 'close', view_id: view.id }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (submit) void app.act({ act: 'submit', view_id: view.id, values: valuesIn(form) }, busyAs);
  });
  return form;
}

const unanswered = () =>
  el(
    'p',
    { class: 'modal-warning', role: 'alert' },
    'The app did not answer in time. Whether it was done is not known.',
  );
