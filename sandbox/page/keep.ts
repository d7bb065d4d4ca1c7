interface Kept {
  node: Element;
  signature: string;
}

interface Drawn<Item> {
  key(item: Item): string;
  /** Whatever the drawing depends on; the node stays as it is while this stays the same. */
  signature(item: Item): string;
  /** `before` is the node it takes the place of. */
  draw(item: Item, before: Element | undefined): Element;
}

const memory = new WeakMap<Element, Map<string, Kept>>();

/** Makes `parent` show `items` in order. A node whose item has not changed is left alone, so focus, scroll and typing survive. */
export function keep<Item>(parent: Element, items: readonly Item[], { key, signature, draw }: Drawn<Item>): void {
  const before = memory.get(parent) ?? new Map<string, Kept>();
  const after = new Map<string, Kept>();
  const wanted = new Set(items.map(key));
  for (const [name, { node }] of before) if (!wanted.has(name)) node.remove();

  let cursor = parent.firstElementChild;
  for (const item of items) {
    const known = before.get(key(item));
    const now = signature(item);
    const kept = known?.signature === now ? known : { node: draw(item, known?.node), signature: now };
    if (known && kept !== known) {
      if (cursor === known.node) cursor = kept.node;
      known.node.replaceWith(kept.node);
    }
    if (cursor === kept.node) cursor = cursor.nextElementSibling;
    else parent.insertBefore(kept.node, cursor);
    after.set(key(item), kept);
  }
  memory.set(parent, after);
}
