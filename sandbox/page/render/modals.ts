import type { PageState, PageView } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el, freshId } from '../dom.ts';
import { returnToOpener } from '../focus.ts';
import { viewScene } from '../scenes.ts';
import { blocks } from './blocks.ts';
import { createTyping, type Typing, valuesIn } from './typing.ts';

interface Open {
  dialog: HTMLDialogElement;
  typing: Typing;
  signature: string;
}

const open = new Map<string, Open>();

/** Shows the person's stack of modals, the last one on top. */
export function drawModals(app: App, state: PageState): void {
  const wanted = new Set(state.modals.map(({ id }) => id));
  for (const [id, { dialog }] of open) {
    if (wanted.has(id)) continue;
    open.delete(id);
    dialog.close();
    dialog.remove();
    if (open.size === 0) returnToOpener();
  }
  state.modals.forEach((view, depth) => {
    const known = open.get(view.id);
    const signature = JSON.stringify(view);
    if (known?.signature === signature) return;
    const modal = known ?? create(app, view, depth);
    modal.signature = signature;
    fill(modal, app, state, view);
    if (!known) modal.dialog.showModal();
    focusFirst(modal.dialog, known !== undefined);
  });
}

function create(app: App, view: PageView, depth: number): Open {
  const dialog = el('dialog', {
    class: `modal depth-${depth}`,
    'data-view-id': view.id,
    'data-scene': view.id,
    tabindex: -1,
  });
  const close = (event: Event) => {
    event.preventDefault();
    if (open.has(view.id)) void app.act({ act: 'close', view_id: view.id });
  };
  dialog.addEventListener('cancel', close);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target instanceof Node && dialog.contains(event.target)) close(event);
  });
  document.body.append(dialog);
  const modal = { dialog, typing: createTyping(dialog), signature: '' };
  open.set(view.id, modal);
  return modal;
}

function fill({ dialog, typing }: Open, app: App, state: PageState, view: PageView): void {
  const titleId = freshId();
  const scene = viewScene(app, state, view, typing.typed());
  const close = el(
    'button',
    { class: 'button', type: 'button', 'data-part': 'close' },
    view.close?.text ?? closing(view),
  );
  const submit = el(
    'button',
    { class: 'button primary', type: 'submit', 'data-part': 'submit' },
    view.submit?.text ?? '',
  );
  const form = el(
    'form',
    { class: 'modal-form', novalidate: true, 'data-busy-as': submitting(view.id) },
    el('h2', { id: titleId, tabindex: -1 }, view.title?.text ?? ''),
    el('div', { class: 'modal-body' }, ...blocks(view.blocks, scene, view.errors)),
    el('div', { class: 'modal-notices', role: 'alert' }),
    view.warning?.actionId === null ? unanswered() : undefined,
    el('div', { class: 'modal-foot' }, close, view.submit ? submit : undefined),
  );
  close.addEventListener('click', () => app.act({ act: 'close', view_id: view.id }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void app.act({ act: 'submit', view_id: view.id, values: valuesIn(form) }, submitting(view.id));
  });
  dialog.setAttribute('aria-labelledby', titleId);
  dialog.replaceChildren(form);
}

const submitting = (id: string) => `submit ${id}`;
const closing = ({ submit }: PageView) => (submit ? 'Cancel' : 'Close');

const unanswered = () =>
  el(
    'p',
    { class: 'modal-warning', role: 'alert' },
    'The app did not answer in time. Whether it was done is not known.',
  );

/** A new modal starts at its first input; a redrawn one stays where it was, or goes to what is wrong. */
function focusFirst(dialog: HTMLDialogElement, redrawn: boolean): void {
  const wrong = dialog.querySelector<HTMLElement>(
    '[aria-invalid=true] input, input[aria-invalid=true], textarea[aria-invalid=true], select[aria-invalid=true]',
  );
  if (wrong) wrong.focus();
  else if (!redrawn) {
    const wished = dialog.querySelector<HTMLElement>('[autofocus]');
    (
      wished ??
      dialog.querySelector<HTMLElement>('.modal-body :is(input, textarea, select)') ??
      dialog.querySelector('h2')
    )?.focus();
  }
}
