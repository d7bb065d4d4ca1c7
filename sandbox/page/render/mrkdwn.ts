import type { TextObject } from '@slack/types';
import { el } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { angle, decode, link } from './angle.ts';
import { words } from './words.ts';

const styled = (mark: string) =>
  `(?<![\\p{L}\\p{N}${mark}])${mark}(?![\\s${mark}])([^${mark}\\n]+?)(?<!\\s)${mark}(?![\\p{L}\\p{N}${mark}])`;

/** Code, angle brackets, bold, italic, strike, bare addresses: the groups in this order. */
const INLINE = new RegExp(
  `\`([^\`\\n]+)\`|<([^<>\\n]+)>|${styled('\\*')}|${styled('_')}|${styled('~')}|(https?://[^\\s<>|]+)`,
  'gu',
);

export function inline(text: string, scene: Scene): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(...words(decode(text.slice(from, found.index))));
    nodes.push(...construct(found, scene));
    from = found.index + found[0].length;
  }
  return [...nodes, ...words(decode(text.slice(from)))];
}

function construct([, code, bracket, bold, italic, strike, url]: RegExpExecArray, scene: Scene): Node[] {
  if (code !== undefined) return [el('code', {}, ...words(decode(code), false))];
  if (bracket !== undefined) return angle(bracket, scene);
  if (bold !== undefined) return [el('strong', {}, ...inline(bold, scene))];
  if (italic !== undefined) return [el('em', {}, ...inline(italic, scene))];
  if (strike !== undefined) return [el('s', {}, ...inline(strike, scene))];
  return [link(decode(url ?? ''), words(decode(url ?? ''), false))];
}

const QUOTE = /^(?:>|&gt;)\s?/;
const ITEM = /^(\s*)([•◦▪-]|\d{1,2}[.)])\s+(.*)$/;

/** A text in Slack's mrkdwn. Bullets and numbers stay the characters they are, as in Slack; only their lines hang. */
export function mrkdwn(text: string, scene: Scene): HTMLElement {
  const root = el('div', { class: 'text', dir: 'auto' });
  text.split(/```\n?([\s\S]+?)\n?```/).forEach((piece, index) => {
    if (index % 2 === 1) root.append(el('pre', {}, ...words(decode(piece), false)));
    else root.append(...lines(index === 0 ? piece : piece.replace(/^\n/, ''), scene));
  });
  return root;
}

function lines(text: string, scene: Scene): Node[] {
  const nodes: Node[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const flush = () => {
    if (plain.length > 0) nodes.push(el('p', {}, ...inline(plain.join('\n'), scene)));
    if (quoted.length > 0) nodes.push(el('blockquote', {}, ...inline(quoted.join('\n'), scene)));
    plain = [];
    quoted = [];
  };
  for (const line of text === '' ? [] : text.split('\n')) {
    const item = ITEM.exec(line);
    if (QUOTE.test(line)) {
      if (plain.length > 0) flush();
      quoted.push(line.replace(QUOTE, ''));
    } else if (item || line.trim() === '') {
      flush();
      if (item) nodes.push(hanging(item, scene));
    } else {
      if (quoted.length > 0) flush();
      plain.push(line);
    }
  }
  flush();
  return nodes;
}

const hanging = ([, indent = '', mark = '', rest = '']: RegExpExecArray, scene: Scene) =>
  el(
    'div',
    { class: indent.length > 0 ? 'item item-inner' : 'item' },
    el('span', { class: 'item-mark' }, mark),
    el('span', {}, ...inline(rest, scene)),
  );

/** A text object of either kind. */
export function textObject(text: TextObject, scene: Scene): HTMLElement {
  if (text.type === 'mrkdwn') return mrkdwn(text.text, scene);
  return el('div', { class: 'text plain', dir: 'auto' }, ...words(text.text, text.emoji !== false));
}
