import type { DataTableBlock, RichTextBlock, TableBlock } from '@slack/types';
import { el } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { richText } from './rich-text.ts';
import { words } from './words.ts';

type Cell = TableBlock['rows'][number][number];

/** Both kinds of table. The first row is the header, as Slack draws it. */
export function table(block: TableBlock | DataTableBlock, scene: Scene): HTMLElement {
  const caption = block.type === 'data_table' ? block.caption : undefined;
  const rowHeader = block.type === 'data_table' ? block.row_header_column_index : undefined;
  const aligns = block.type === 'table' ? (block.column_settings ?? []).map((column) => column?.align) : [];
  const drawRow = (cells: readonly Cell[], index: number) =>
    el(
      'tr',
      {},
      ...cells.map((cell, column) => {
        const align = aligns[column] ?? (cell.type === 'raw_number' ? 'right' : undefined);
        const attributes = { class: align && `align-${align}` };
        if (index === 0) return el('th', { ...attributes, scope: 'col' }, ...content(cell, scene));
        if (column === rowHeader) return el('th', { ...attributes, scope: 'row' }, ...content(cell, scene));
        return el('td', attributes, ...content(cell, scene));
      }),
    );
  const [head = [], ...rows] = block.rows;
  return el(
    'div',
    { class: 'table', role: 'region', tabindex: 0, 'aria-label': caption ?? 'Table' },
    el(
      'table',
      {},
      caption === undefined ? undefined : el('caption', {}, ...words(caption)),
      el('thead', {}, drawRow(head, 0)),
      el('tbody', {}, ...rows.map((cells, index) => drawRow(cells, index + 1))),
    ),
  );
}

function content(cell: Cell, scene: Scene): Node[] {
  return cell.type === 'rich_text' ? [richText(cell satisfies RichTextBlock, scene)] : words(cell.text, false);
}
