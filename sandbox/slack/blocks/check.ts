import type { z } from 'zod';
import { elementsIn, withInner } from './find.ts';
import { limits, surfaceLimits } from './limits.ts';
import { Block, type BlockType } from './newer.ts';

export type Surface = 'message' | 'modal' | 'home';

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const messages: readonly Surface[] = ['message'];

/** Where each block may stand. */
export const surfacesOf: Readonly<Record<BlockType, readonly Surface[]>> = {
  actions: everywhere,
  alert: ['modal'],
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  container: ['message', 'home'],
  context: everywhere,
  context_actions: messages,
  data_table: messages,
  divider: everywhere,
  file: messages,
  header: everywhere,
  image: everywhere,
  input: everywhere,
  markdown: messages,
  plan: messages,
  rich_text: everywhere,
  section: everywhere,
  table: messages,
  task_card: messages,
  video: everywhere,
};

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (problem: string, ...path: readonly PropertyKey[]) =>
  `${problem} [json-pointer:/${path.map(String).join('/')}]`;

/** What Slack would refuse about these blocks on this surface; empty when it would take them. `root` leads the pointers. */
export function checkBlocks(blocks: readonly unknown[], surface: Surface, root = 'blocks'): string[] {
  const problems = blocks.flatMap((block, index) => checkBlock(block, surface, [root, index]));
  const most = surfaceLimits.blocks[surface];
  if (blocks.length > most) problems.push(at(`no more than ${most} items allowed`, root));
  return problems.length > 0 ? problems : checkTogether(blocks.filter(isJson), root);
}

function checkBlock(block: unknown, surface: Surface, path: readonly PropertyKey[]): string[] {
  if (!isJson(block)) return [at('must provide an object', ...path)];
  const type = String(block.type);
  if (!isBlockType(type)) return [at(`unsupported type: ${type}`, ...path, 'type')];
  if (!surfacesOf[type].includes(surface)) return [at(`unsupported type for a ${surface}: ${type}`, ...path, 'type')];
  const parsed = Block.safeParse(block);
  return parsed.success ? [] : describe(parsed.error, path);
}

/** zod's issues as the lines Slack sends in `response_metadata.messages`. */
export function describe(error: z.ZodError, path: readonly PropertyKey[]): string[] {
  return error.issues.map((issue) => at(issue.message, ...path, ...issue.path));
}

const isBlockType = (type: string): type is BlockType => Object.hasOwn(surfacesOf, type);

function checkTogether(blocks: readonly Json[], root: string): string[] {
  const all = blocks.flatMap(withInner);
  const problems: string[] = [];
  for (const id of repeated(all.map(({ block_id }) => block_id)))
    problems.push(at(`block_id already used: ${id}`, root));
  for (const block of all) {
    const ids = elementsIn(block).map(({ action_id }) => action_id);
    for (const id of repeated(ids)) problems.push(at(`action_id already used in its block: ${id}`, root));
  }
  const count = (...types: string[]) => all.filter(({ type }) => types.includes(String(type))).length;
  if (count('table', 'data_table') > 1) problems.push(at('only one table is allowed', root));
  if (count('plan') > 1) problems.push(at('only one plan is allowed', root));
  const markdown = all.filter(({ type }) => type === 'markdown').map(({ text }) => String(text));
  if (markdown.join('').length > limits.markdown.text.max) problems.push(at('markdown is too long in all', root));
  return problems;
}

function repeated(ids: readonly unknown[]): unknown[] {
  const named = ids.filter((id) => id !== undefined);
  return named.filter((id, index) => named.indexOf(id) !== index);
}
