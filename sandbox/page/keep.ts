interface Kept {
  node: Element;
  signature: string;
}

interface Drawn<Item> {
  key(item: Item): string;
  /** Whatever the drawing depends on; the node stays as it is while this stays the same. */
  signature(item: Item): string;
  draw(item: Item, before: Element | undefined): Element;
}

const memory = new WeakMap<Element, Map<string, Kept>>();

/** Makes `parent` show `items` in order. A node whose item has not changed is left alone, so focus, scroll and typing survive. */
export function keep<Item>(parent: Element, items: readonly Item[], { key, signature, draw }: Drawn<Item>): void {
  const before = memory.get(parent) ?? new Map<string, Kept>();
  const after = new Map<string, Kept>();
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const known = before.get(name);
    const wanted = signature(item);
    const kept = known?.signature === wanted ? known : { node: draw(item, known?.node), signature: wanted };
    if (known && kept !== known) {
      if (cursor === known.node) cursor = kept.node;
      known.node.replaceWith(kept.node);
    }
    after.set(name, kept);
    before.delete(name);
    if (cursor === kept.node) cursor = cursor.nextElementSibling;
    else parent.insertBefore(kept.node, cursor);
  }
  for (const { node } of before.values()) node.remove();
  memory.set(parent, after);
}
