/** Where the focus is, in words that outlive a redraw. */
interface Spot {
  scene: string;
  selector: string;
  fallback: string;
}

let opener: Spot | undefined;

function spotOf(node: Element | null): Spot | undefined {
  const scene = node?.closest<HTMLElement>('[data-scene]')?.dataset.scene;
  if (!node || scene === undefined) return undefined;
  const named = node.closest<HTMLElement>('[data-action-id], [data-part]');
  const block = node.closest<HTMLElement>('[data-block-id]')?.dataset.blockId;
  const within = block === undefined ? '' : `[data-block-id="${CSS.escape(block)}"] `;
  const self = named?.dataset.part
    ? `[data-part="${CSS.escape(named.dataset.part)}"]`
    : `[data-action-id="${CSS.escape(named?.dataset.actionId ?? '')}"]`;
  const tick = node instanceof HTMLInputElement && node !== named ? ` [value="${CSS.escape(node.value)}"]` : '';
  return { scene, selector: named ? `${within}${self}${tick}` : '', fallback: `[data-scene="${CSS.escape(scene)}"]` };
}

function focusSpot({ selector, fallback }: Spot): void {
  const root = document.querySelector<HTMLElement>(fallback);
  const wanted = selector === '' ? undefined : root?.querySelector<HTMLElement>(selector);
  (wanted ?? root)?.focus({ preventScroll: true });
}

const isLost = () => document.activeElement === null || document.activeElement === document.body;

/** Redraws without losing the keyboard's place: on the same element, or on what contained it when the element is gone. */
export function keepingFocus(redraw: () => void): void {
  const spot = spotOf(document.activeElement);
  redraw();
  if (spot && isLost()) focusSpot(spot);
}

/** Remembers what was pressed, because a modal may come of it. */
export function rememberOpener(): void {
  if (document.activeElement?.closest('dialog') === null) opener = spotOf(document.activeElement);
}

/** After the last modal is gone: back to what opened it. */
export function returnToOpener(): void {
  if (opener && isLost()) focusSpot(opener);
}
