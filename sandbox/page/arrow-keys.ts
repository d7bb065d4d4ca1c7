const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Up, down, home and end move the focus among these; the tab key still reaches each of them. */
export function arrowKeys(root: HTMLElement, list: () => readonly Element[]): void {
  root.addEventListener('keydown', (event) => {
    const items = list();
    const at = document.activeElement ? items.indexOf(document.activeElement) : -1;
    const step = steps[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    const next = items[step(at, items.length)];
    if (next instanceof HTMLElement) next.focus();
  });
}
