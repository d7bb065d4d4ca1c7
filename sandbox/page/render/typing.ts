import type { PageValue, PageValues, PageView } from '#sandbox/slack/page-state.ts';
import { readControl } from './control.ts';

/** What a person has filled in and not yet submitted. */
export interface Typing {
  /** In the shape views hold values in. */
  typed(): PageView['values'];
}

interface Filled {
  blockId: string;
  actionId: string;
  value: PageValue;
}

const elements = (root: Element) => [...root.querySelectorAll<HTMLElement>('[data-action-id]')];

function filled(node: HTMLElement): Filled | undefined {
  const blockId = node.closest<HTMLElement>('[data-block-id]')?.dataset.blockId;
  const value = readControl(node);
  if (blockId === undefined || value === undefined) return undefined;
  return { blockId, actionId: node.dataset.actionId ?? '', value };
}

/** Every value in a form, for submitting it. */
export function valuesIn(root: Element): PageValues {
  const values: PageValues = {};
  for (const { blockId, actionId, value } of elements(root).flatMap((node) => filled(node) ?? [])) {
    values[blockId] = { ...values[blockId], [actionId]: value };
  }
  return values;
}

/** Remembers what is touched below `root`, so that a redraw can put it back, as Slack does where block and action stay the same. */
export function createTyping(root: HTMLElement): Typing {
  const values: PageView['values'] = {};
  const remember = ({ target }: Event) => {
    const node = target instanceof Element ? target.closest<HTMLElement>('[data-action-id]') : null;
    const one = node && filled(node);
    if (one) values[one.blockId] = { ...values[one.blockId], [one.actionId]: { type: 'typed', value: one.value } };
  };
  root.addEventListener('input', remember);
  root.addEventListener('change', remember);
  return { typed: () => values };
}
