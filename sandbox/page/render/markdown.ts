import { el } from '../dom.ts';
import { link } from './angle.ts';
import { words } from './words.ts';

const INLINE =
  /`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|~~([^~\n]+)~~/g;

function inline(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [all, code, label, url, bold, italic, strike] = found;
    nodes.push(...words(text.slice(from, found.index)));
    if (code !== undefined) nodes.push(el('code', {}, ...words(code, false)));
    else if (url !== undefined) nodes.push(link(url, words(label ?? url)));
    else if (bold !== undefined) nodes.push(el('strong', {}, ...inline(bold)));
    else if (italic !== undefined) nodes.push(el('em', {}, ...inline(italic)));
    else nodes.push(el('s', {}, ...words(strike ?? '')));
    from = found.index + all.length;
  }
  return [...nodes, ...words(text.slice(from))];
}

/** A paragraph's worth of Markdown: by its first characters a heading, a list, a quote, or plain. */
function paragraph(text: string): HTMLElement {
  const heading = /^(#{1,6})\s+(.*)/.exec(text);
  const lines = text.split('\n');
  const bare = (mark: RegExp) => lines.map((line) => line.replace(mark, ''));
  if (heading) return el('h4', { class: 'markdown-heading' }, ...inline(heading[2] ?? ''));
  if (/^(-{3,}|\*{3,})$/.test(text.trim())) return el('hr');
  if (/^>\s?/.test(text)) return el('blockquote', {}, ...inline(bare(/^>\s?/).join('\n')));
  if (/^[-*+]\s/.test(text)) return el('ul', {}, ...bare(/^\s*[-*+]\s/).map((line) => el('li', {}, ...inline(line))));
  if (/^\d+[.)]\s/.test(text))
    return el('ol', {}, ...bare(/^\s*\d+[.)]\s/).map((line) => el('li', {}, ...inline(line))));
  return el('p', {}, ...inline(text));
}

/** The usual part of Markdown. Raw HTML in it stays text. */
export function markdown(text: string): HTMLElement {
  const root = el('div', { class: 'text', dir: 'auto' });
  text.split(/^```\w*\n([\s\S]*?)\n```$/m).forEach((piece, index) => {
    if (index % 2 === 1) root.append(el('pre', {}, ...words(piece, false)));
    else
      root.append(
        ...piece
          .split(/\n{2,}|\n(?=#{1,6}\s)/)
          .map((part) => part.trim())
          .filter(Boolean)
          .map(paragraph),
      );
  });
  return root;
}
