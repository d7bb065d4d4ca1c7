export type Child = Node | string | undefined;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with its attributes and children. Strings become text, never markup; `undefined` and `false` attributes are left out. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/** Words for a screen reader only. */
export const spoken = (text: string) => el('span', { class: 'spoken' }, text);

/** The element of the page's own skeleton with this id. */
export function part(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no #${id}`);
  return node;
}

let lastId = 0;

/** An id for `for`, `aria-labelledby` and the like. */
export function freshId(): string {
  lastId += 1;
  return `x${lastId}`;
}
