import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { el } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { broadcast, channel, group, link, person } from './angle.ts';
import { moment } from './dates.ts';
import { unknown } from './unknown.ts';
import { emojiNamed, words } from './words.ts';

type Part = RichTextBlock['elements'][number];

export const richText = ({ elements }: Pick<RichTextBlock, 'elements'>, scene: Scene) =>
  el('div', { class: 'text rich' }, ...elements.map((part) => container(part, scene)));

function container(part: Part, scene: Scene): HTMLElement {
  switch (part.type) {
    case 'rich_text_section':
      return el('div', { class: 'rich-line', dir: 'auto' }, ...leaves(part, scene));
    case 'rich_text_list':
      return list(part, scene);
    case 'rich_text_quote':
      return el('blockquote', {}, ...leaves(part, scene));
    case 'rich_text_preformatted':
      return el('pre', {}, ...leaves(part, scene));
    default:
      return unknown('rich text', part);
  }
}

function list({ elements, style, indent = 0, ...more }: RichTextList & { offset?: number }, scene: Scene) {
  const items = elements.map((item) => el('li', { dir: 'auto' }, ...leaves(item, scene)));
  const attributes = { class: `rich-list indent-${indent}` };
  if (style === 'bullet') return el('ul', attributes, ...items);
  return el('ol', { ...attributes, start: (more.offset ?? 0) + 1 }, ...items);
}

const leaves = ({ elements }: { elements: RichTextSection['elements'] }, scene: Scene): Node[] =>
  elements.flatMap((leaf) => styled(leaf, drawn(leaf, scene)));

/** Every leaf is isolated, so nothing written in it reaches its neighbours. */
function drawn(leaf: RichTextElement, scene: Scene): Node[] {
  switch (leaf.type) {
    case 'text':
      return [el('bdi', {}, ...words(leaf.text, false))];
    case 'link':
      return [link(leaf.url, words(leaf.text ?? leaf.url, false))];
    case 'user':
      return [person(leaf.user_id, scene)];
    case 'usergroup':
      return [group(leaf.usergroup_id)];
    case 'channel':
      return [channel(leaf.channel_id, scene)];
    case 'broadcast':
      return [broadcast(leaf.range)];
    case 'emoji':
      return [document.createTextNode(pictured(leaf.unicode) ?? emojiNamed(leaf.name))];
    case 'date':
      return [moment(leaf.timestamp, leaf.format, new Date(scene.state.now), leaf.fallback ?? '')];
    case 'color':
      return [el('code', {}, leaf.value)];
    default:
      return [unknown('rich text element', leaf)];
  }
}

const pictured = (codes: string | undefined) =>
  codes && String.fromCodePoint(...codes.split('-').map((code) => Number.parseInt(code, 16)));

const wrappers = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' } as const;

function styled({ style = {} }: { style?: Record<string, unknown> }, nodes: Node[]): Node[] {
  let inner = nodes;
  for (const [name, tag] of Object.entries(wrappers)) {
    if (style[name] === true) inner = [el(tag, {}, ...inner)];
  }
  return inner;
}
