import type { InputBlock } from '@slack/types';
import { el, freshId } from '../dom.ts';
import type { Scene } from '../scene.ts';
import { element } from './elements.ts';
import { icon } from './icons.ts';
import { words } from './words.ts';

/** A labelled input with its hint and, after a refused submit, what is wrong with it. */
export function input(block: InputBlock, scene: Scene, error: string | undefined): HTMLElement {
  const labelId = freshId();
  const controlId = freshId();
  const hintId = block.hint && freshId();
  const errorId = error === undefined ? undefined : freshId();
  const describedBy = [errorId, hintId].filter((id) => id !== undefined).join(' ');
  const spot = {
    blockId: block.block_id,
    sends: block.dispatch_action === true,
    labelId,
    controlId,
    ...(describedBy === '' ? {} : { describedBy }),
    invalid: error !== undefined,
  };
  return el(
    'div',
    { class: error === undefined ? 'input' : 'input input-wrong' },
    el(
      'label',
      { class: 'label', id: labelId, for: controlId },
      ...words(block.label.text),
      block.optional === true ? el('span', { class: 'optional' }, ' optional') : undefined,
    ),
    element(block.element, spot, scene),
    errorId && el('div', { class: 'error', id: errorId, role: 'alert' }, icon('warning'), el('span', {}, error)),
    block.hint && el('div', { class: 'hint', id: hintId }, ...words(block.hint.text)),
  );
}
