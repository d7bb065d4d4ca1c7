import type { PageState, PageVendor } from '#sandbox/slack/page-state.ts';
import { el, part, spoken } from '../dom.ts';
import { keep } from '../keep.ts';
import { type IconName, icon } from './icons.ts';
import { words } from './words.ts';

type Row = PageVendor['rows'][number];

/** Colour never says it alone: each tone has its mark and its words. */
const tones: Readonly<Record<Row['tone'], [IconName, string]>> = {
  ok: ['check', 'as usual'],
  bad: ['warning', 'by the attacker'],
  contained: ['shield', 'by Cordon'],
};

/** What the vendors hold, with every change marked for a moment. */
export function drawVendors({ vendors }: PageState): void {
  const root = part('vendors');
  root.classList.toggle('is-empty', vendors.length === 0);
  keep(root, vendors, { key: ({ id }) => id, signature: ({ name }) => name, draw: frame });
  vendors.forEach(({ rows }, index) => {
    const list = root.children[index]?.querySelector('ul');
    if (!list) return;
    const first = list.childElementCount === 0;
    keep(list, rows.map(numbered), {
      key: ({ key }) => key,
      signature: ({ row }) => JSON.stringify(row),
      draw: ({ row }) => line(row, !first),
    });
  });
}

/** What does not change: the meaning of the three marks, and that the list can be scrolled by keyboard. */
export function wireVendors(): void {
  part('vendors').tabIndex = 0;
  const entries = Object.entries(tones).map(([tone, [mark, meaning]]) =>
    el('span', { class: `tone-${tone}` }, icon(mark), meaning),
  );
  part('legend').replaceChildren(...entries);
}

const frame = ({ id, name }: PageVendor) =>
  el('section', { class: 'vendor', 'data-vendor': id, 'aria-label': name }, el('h3', {}, name), el('ul'));

/** Two rows may have the same label; the second is told apart by its number. */
function numbered(row: Row, index: number, rows: readonly Row[]): { key: string; row: Row } {
  const earlier = rows.slice(0, index).filter(({ label }) => label === row.label).length;
  return { key: `${row.label} ${earlier}`, row };
}

function line({ label, value, tone }: Row, changed: boolean): HTMLElement {
  const [mark, meaning] = tones[tone];
  return el(
    'li',
    { class: `holding holding-${tone}${changed ? ' changed' : ''}`, 'data-row': label, 'data-tone': tone },
    icon(mark),
    el('span', { class: 'holding-label' }, ...words(label)),
    el('span', { class: 'holding-value', dir: 'auto' }, ...words(value)),
    spoken(`, ${meaning}`),
  );
}
