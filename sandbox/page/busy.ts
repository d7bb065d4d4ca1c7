import { busyKey } from './scenes.ts';

/** Marks what is on its way to the app, wherever it now stands, and takes the mark off what has arrived. */
export function paintBusy(busy: ReadonlySet<string>): void {
  for (const node of document.querySelectorAll<HTMLElement>('[data-action-id], [data-busy-as]')) {
    if (busy.has(keyOf(node))) node.setAttribute('aria-busy', 'true');
    else node.removeAttribute('aria-busy');
  }
}

function keyOf(node: HTMLElement): string {
  if (node.dataset.busyAs !== undefined) return node.dataset.busyAs;
  const scene = node.closest<HTMLElement>('[data-scene]')?.dataset.scene ?? '';
  const block_id = node.closest<HTMLElement>('[data-block-id]')?.dataset.blockId;
  return busyKey(scene, { block_id, action_id: node.dataset.actionId ?? '' });
}
