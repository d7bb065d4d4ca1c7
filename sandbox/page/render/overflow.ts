import type { Overflow } from '@slack/types';
import { arrowKeys } from '../arrow-keys.ts';
import { el, freshId } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { attributesOf, press, type Spot } from './control.ts';
import { icon } from './icons.ts';
import { words } from './words.ts';

/** A "more" button with a menu of choices that are acted on at once. */
export function overflow(element: Overflow, spot: Spot, scene: Scene): HTMLElement {
  const menuId = freshId();
  const opener = el(
    'button',
    {
      ...attributesOf(element, spot),
      class: 'button button-icon',
      type: 'button',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-controls': menuId,
    },
    icon('more'),
  );
  const items = element.options.map(({ text, value, description }) =>
    el(
      'button',
      { class: 'menu-item', role: 'menuitem', type: 'button', tabindex: -1, 'data-value': value },
      el('span', {}, ...words(text.text)),
      description && el('span', { class: 'menu-note' }, ...words(description.text)),
    ),
  );
  const menu = el('div', { class: 'menu', role: 'menu', id: menuId, hidden: true }, ...items);
  const root = el('span', { class: 'menu-root' }, opener, menu);

  const show = (open: boolean) => {
    menu.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) {
      items[0]?.focus();
      menu.scrollIntoView({ block: 'nearest' });
    }
  };
  opener.addEventListener('click', () => show(menu.hidden !== false));
  for (const item of items) {
    item.addEventListener('click', () => {
      show(false);
      opener.focus();
      void press(element, spot, scene, item.dataset.value ?? '');
    });
  }
  arrowKeys(menu, () => items);
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || menu.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) show(false);
  });
  return root;
}
