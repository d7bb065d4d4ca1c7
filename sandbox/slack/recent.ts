/** The last things of a kind, kept in memory for tests and for the page. */
export interface Recent<Item> {
  add(item: Item): void;
  list(): readonly Item[];
  clear(): void;
}

export function createRecent<Item>(most: number): Recent<Item> {
  let items: Item[] = [];
  return {
    add(item) {
      items = [...items.slice(1 - most), item];
    },
    list: () => items,
    clear() {
      items = [];
    },
  };
}
