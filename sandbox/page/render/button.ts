import type { Button } from '@slack/types';
import { el, spoken } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { safeUrl } from './angle.ts';
import { attributesOf, press, type Spot } from './control.ts';
import { icon } from './icons.ts';
import { words } from './words.ts';

/** A button, or a link that looks like one where the app gave an address; the app is told of both. */
export function button(element: Button, spot: Spot, scene: Scene): HTMLElement {
  const href = element.url === undefined ? undefined : safeUrl(element.url);
  const attributes = {
    ...attributesOf(element, spot),
    class: `button ${element.style ?? ''}`.trim(),
    'aria-label': element.accessibility_label,
  };
  const label = el('span', { class: 'button-label' }, ...words(element.text.text, element.text.emoji !== false));
  if (href === undefined) {
    const node = el('button', { ...attributes, type: 'button' }, label);
    node.addEventListener('click', () => press(element, spot, scene));
    return node;
  }
  const node = el(
    'a',
    { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' },
    label,
    icon('out'),
    spoken('opens another page'),
  );
  node.addEventListener('click', async (event) => {
    if (element.confirm) event.preventDefault();
    const sent = await press(element, spot, scene);
    if (sent && element.confirm) window.open(href, '_blank', 'noopener');
  });
  return node;
}
