import { el, part } from './dom.ts';
import { icon } from './render/icons.ts';

const SHOWN_MS = 9_000;

/** A sentence at the foot of the page or of the modal above it, read out at once. It goes by itself or when it is dismissed. */
export function notice(text: string): void {
  const close = el('button', { class: 'button button-icon', type: 'button', 'aria-label': 'Dismiss' }, icon('cross'));
  const node = el('div', { class: 'notice' }, icon('info'), el('span', { class: 'notice-text' }, text), close);
  const gone = () => node.remove();
  close.addEventListener('click', gone);
  setTimeout(gone, SHOWN_MS);
  const modal = [...document.querySelectorAll('dialog[open] .modal-notices')].at(-1);
  (modal ?? part('notices')).append(node);
}
