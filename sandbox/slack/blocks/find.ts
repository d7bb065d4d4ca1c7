/** A block as it is stored: checked once, then carried as Slack's JSON. */
export interface StoredBlock {
  type: string;
  block_id: string;
  [field: string]: unknown;
}

/** An interactive element as it is stored. */
export interface StoredElement {
  type: string;
  action_id: string;
  [field: string]: unknown;
}

export interface FoundElement {
  block: StoredBlock;
  element: StoredElement;
}

type Json = Record<string, unknown>;

const PASSIVE = new Set(['image', 'plain_text', 'mrkdwn', 'context', 'section', 'rich_text_section']);
/** Where blocks keep elements; `rich_text` also has `elements`, but nothing in it can be clicked. */
const INNER_BLOCKS = ['child_blocks', 'elements', 'tasks'];

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** The interactive elements that stand in this block itself, not in blocks inside it. */
export function elementsIn(block: Json): Json[] {
  const here = [block.accessory, block.element].filter(isJson);
  if (block.type === 'actions' || block.type === 'context_actions') here.push(...list(block.elements));
  if (block.type === 'card') here.push(...list(block.actions));
  return here.filter(({ type }) => typeof type === 'string' && !PASSIVE.has(type));
}

/** This block and those inside it. */
export function withInner(block: Json): Json[] {
  const inner = block.type === 'container' || block.type === 'carousel' || block.type === 'plan' ? INNER_BLOCKS : [];
  return [block, ...inner.flatMap((field) => list(block[field])).flatMap(withInner)];
}

/** Names what the app left unnamed, as Slack does, so that everything can be pointed at. Works on a copy. */
export function withIds(blocks: readonly unknown[], nextId: () => string): StoredBlock[] {
  const copies: Json[] = structuredClone(blocks).filter(isJson);
  for (const block of copies.flatMap(withInner)) {
    block.block_id ??= nextId();
    for (const element of elementsIn(block)) element.action_id ??= nextId();
  }
  return copies as StoredBlock[];
}

/** Every element that can be clicked or filled in, with the block it stands in. */
export function allElements(blocks: readonly StoredBlock[]): FoundElement[] {
  return blocks
    .flatMap(withInner)
    .flatMap((block) =>
      elementsIn(block).map((element) => ({ block: block as StoredBlock, element: element as StoredElement })),
    );
}

export function findElement(
  blocks: readonly StoredBlock[],
  { action_id, block_id }: { action_id: string; block_id?: string | undefined },
): FoundElement | undefined {
  return allElements(blocks).find(
    ({ block, element }) => element.action_id === action_id && (block_id === undefined || block.block_id === block_id),
  );
}
