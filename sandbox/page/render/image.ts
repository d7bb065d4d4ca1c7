import { el } from '../dom.ts';

interface Picture {
  alt_text: string;
  image_url?: string;
}

/** A picture. The page loads nothing from elsewhere, so one that is not the sandbox's own shows the words that stand for it. */
export function image(picture: Picture | { alt_text: string; slack_file: unknown }): HTMLElement {
  const src = 'image_url' in picture ? picture.image_url : undefined;
  const ownUrl = src !== undefined && isOwn(src) ? src : undefined;
  const words = el('span', { class: 'picture-words', role: 'img' }, picture.alt_text);
  if (ownUrl === undefined) return words;
  const node = el('img', { class: 'picture', src: ownUrl, alt: picture.alt_text });
  node.addEventListener('error', () => node.replaceWith(words));
  return node;
}

function isOwn(src: string): boolean {
  const url = URL.parse(src, location.href);
  return url?.origin === location.origin || url?.protocol === 'data:';
}
