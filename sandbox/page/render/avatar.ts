import { el } from '../dom.ts';
import { icon } from './icons.ts';

/** Initials in a circle; the app has its own mark. */
export function avatar(name: string, isApp: boolean): HTMLElement {
  if (isApp) return el('span', { class: 'avatar avatar-app', 'aria-hidden': 'true' }, icon('ring'));
  const initials = name
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .slice(0, 2)
    .join('');
  return el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials);
}
