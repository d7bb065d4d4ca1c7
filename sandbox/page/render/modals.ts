import type { PageState, PageView } from '#sandbox/slack/page-state.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { returnToOpener } from '../focus.ts';
import { modalForm } from './modal-form.ts';
import { createTyping, type Typing } from './typing.ts';

interface Open {
  dialog: HTMLDialogElement;
  typing: Typing;
  signature: string;
  /** What makes a person take a redrawn modal for another one. */
  looks: string;
}

const open = new Map<string, Open>();

const looksOf = ({ title, submit, callbackId }: PageView) => JSON.stringify([title?.text, submit?.text, callbackId]);

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
    const modal = open.get(view.id) ?? create(app, view, depth);
    const signature = JSON.stringify(view);
    if (modal.signature === signature) return;
    const fresh = modal.looks !== looksOf(view) || !isUsed(modal.dialog);
    Object.assign(modal, { signature, looks: looksOf(view) });
    modal.dialog.replaceChildren(modalForm(app, state, view, modal.typing));
    modal.dialog.setAttribute('aria-label', view.title?.text ?? '');
    if (!modal.dialog.open) modal.dialog.showModal();
    settleFocus(modal.dialog, fresh);
  });
}

function create(app: App, { id }: PageView, depth: number): Open {
  const dialog = el('dialog', { class: `modal depth-${depth}`, 'data-view-id': id, 'data-scene': id, tabindex: -1 });
  const close = (event: Event) => {
    event.preventDefault();
    if (open.has(id)) void app.act({ act: 'close', view_id: id });
  };
  dialog.addEventListener('cancel', close);
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(event);
  });
  document.body.append(dialog);
  const modal = { dialog, typing: createTyping(dialog), signature: '', looks: '' };
  open.set(id, modal);
  return modal;
}

/** Whether somebody is in the middle of something in it. */
const isUsed = (dialog: HTMLDialogElement) =>
  dialog.contains(document.activeElement) && document.activeElement?.closest('[data-action-id], [data-part]') !== null;

const FIELDS = ':is(input, textarea, select)';

/** To what is wrong; in a modal that is new to the person, to where it begins. Otherwise the focus stays. */
function settleFocus(dialog: HTMLDialogElement, fresh: boolean): void {
  const find = (selector: string) => dialog.querySelector<HTMLElement>(selector);
  const wrong = find(`${FIELDS}[aria-invalid=true], [aria-invalid=true] ${FIELDS}`);
  const beginning = () => find('[autofocus]') ?? find(`.modal-body ${FIELDS}`) ?? find('h2');
  (wrong ?? (fresh ? beginning() : undefined))?.focus();
}
