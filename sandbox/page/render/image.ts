import { el } from '../dom.ts';

interface Picture {
  alt_text: string;
  image_url?: string;
}

/** A picture. The page loads nothing from elsewhere, so one that is not the sandbox's own shows the words that stand for it. */
export function image(picture: Picture | { alt_text: string; slack_file: unknown }): HTMLElement {
  const src = 'image_url' in picture ? picture.image_url : undefined;
  const words = el('span', { class: 'picture-words', role: 'img' }, picture.alt_text);
  if (src === undefined) return words;
  const node = el('img', { class: 'picture', src, alt: picture.alt_text });
  node.addEventListener('error', () => node.replaceWith(words));
  return node;
}
