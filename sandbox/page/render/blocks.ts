import type { AlertBlock, ContextBlock, ImageBlock, KnownBlock, SectionBlock } from '@slack/types';
import { el } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { element } from './elements.ts';
import { type IconName, icon } from './icons.ts';
import { image } from './image.ts';
import { input } from './input.ts';
import { markdown } from './markdown.ts';
import { textObject } from './mrkdwn.ts';
import { richText } from './rich-text.ts';
import { table } from './table.ts';
import { unknown } from './unknown.ts';
import { words } from './words.ts';

/** Blocks in order, each under its `data-block-id`. `errors` are messages under inputs, by block_id. */
export function blocks(
  all: readonly KnownBlock[],
  scene: Scene,
  errors: Readonly<Record<string, string>> = {},
): Node[] {
  return all.map((block) => {
    const node = draw(block, scene, errors[block.block_id ?? '']);
    node.classList.add('block');
    node.dataset.block = block.type;
    if (block.block_id !== undefined) node.dataset.blockId = block.block_id;
    return node;
  });
}

function draw(block: KnownBlock, scene: Scene, error: string | undefined): HTMLElement {
  switch (block.type) {
    case 'section':
      return section(block, scene);
    case 'header':
      return el('h3', { class: 'heading', dir: 'auto' }, ...words(block.text.text));
    case 'context':
      return context(block, scene);
    case 'divider':
      return el('hr');
    case 'actions': {
      const spot = { blockId: block.block_id, sends: true };
      return el('div', { class: 'actions' }, ...block.elements.map((one) => element(one, spot, scene)));
    }
    case 'input':
      return input(block, scene, error);
    case 'rich_text':
      return el('div', {}, richText(block, scene));
    case 'image':
      return picture(block);
    case 'table':
    case 'data_table':
      return table(block, scene);
    case 'markdown':
      return markdown(block.text);
    case 'alert':
      return alert(block, scene);
    default:
      return unknown('block', block);
  }
}

function section({ block_id, text, fields, accessory }: SectionBlock, scene: Scene): HTMLElement {
  const spot = { blockId: block_id, sends: true };
  return el(
    'div',
    { class: 'section' },
    el(
      'div',
      { class: 'section-text' },
      text && textObject(text, scene),
      fields && el('div', { class: 'fields' }, ...fields.map((field) => textObject(field, scene))),
    ),
    accessory && el('div', { class: 'accessory' }, element(accessory, spot, scene)),
  );
}

const context = ({ elements }: ContextBlock, scene: Scene) =>
  el(
    'div',
    { class: 'context' },
    ...elements.map((one) => (one.type === 'image' ? image(one) : textObject(one, scene))),
  );

function picture(block: ImageBlock): HTMLElement {
  const title = block.title && el('figcaption', {}, ...words(block.title.text));
  return el('figure', { class: 'figure' }, title, image(block));
}

const levels: Readonly<Record<NonNullable<AlertBlock['level']>, [IconName, string]>> = {
  default: ['info', 'Note'],
  info: ['info', 'Note'],
  warning: ['warning', 'Warning'],
  error: ['warning', 'Problem'],
  success: ['check', 'Done'],
};

function alert({ level = 'default', text }: AlertBlock, scene: Scene): HTMLElement {
  const [mark, word] = levels[level];
  return el(
    'div',
    { class: `alert alert-${level}`, role: 'note' },
    icon(mark),
    el('div', {}, el('strong', { class: 'alert-word' }, word), textObject(text, scene)),
  );
}
