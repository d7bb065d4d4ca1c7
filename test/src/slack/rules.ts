import { expect } from 'vitest';
import { checkBlocks } from '#sandbox/slack/blocks/check.ts';
import { checkView } from '#sandbox/slack/blocks/view.ts';
import { judgesDir, readJudge } from '#test/helpers/judges.ts';

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const folder = judgesDir();
const judged = folder ? (readJudge(folder, 'slack/block-limits.json') as Record<string, Json>) : {};

/** What the list of limits that nobody here wrote says against a drawing. Lengths in UTF-16 units: never more lenient than Slack. */
function overLimit(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => overLimit(item, `${path}/${index}`));
  if (!isJson(value)) return [];
  const kind = value.type === 'plain_text' || value.type === 'mrkdwn' ? 'text' : String(value.type);
  const limits =
    kind === 'text'
      ? { text: judged.text }
      : { ...judged[kind], action_id: judged.action_id, block_id: judged.block_id };
  const own = Object.entries(limits).flatMap(([field, limit]) => breach(value[field], limit, `${path}/${field}`));
  const options =
    kind === 'option' || !('text' in value && 'value' in value) || 'type' in value
      ? []
      : Object.entries(judged.option ?? {}).flatMap(([field, limit]) =>
          breach(value[field], limit, `${path}/${field}`),
        );
  return [...own, ...options, ...Object.entries(value).flatMap(([key, inner]) => overLimit(inner, `${path}/${key}`))];
}

function breach(value: unknown, limit: unknown, path: string): string[] {
  if (value === undefined || !isJson(limit)) return [];
  const text = isJson(value) && typeof value.text === 'string' ? value.text : value;
  const size = typeof text === 'string' || Array.isArray(text) ? text.length : undefined;
  if (size === undefined) return [];
  const most = Number(limit.max_length ?? limit.max_items ?? Number.POSITIVE_INFINITY);
  const least = Number(limit.min_length ?? limit.min_items ?? 0);
  return size > most || size < least ? [`${path}: ${size} is not within ${least} and ${most}`] : [];
}

/** Every text a person would read in a drawing. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (typeof inner !== 'string') return textsIn(inner);
    return ['text', 'accessibility_label', 'fallback', 'title', 'description'].includes(key) ? [inner] : [];
  });
}

const mrkdwnIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (!isJson(value)) return [];
  const own = value.type === 'mrkdwn' ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)];
};

const EMAIL = /\S@\S+\.\S/u;
const LIVE_LINK = /https?:\/\//i;
/** Hidden or reordering characters; the word joiner is ours. */
const HIDDEN = /(?!\u2060)[\p{Cf}]|(?!\n)\p{Cc}/u;
const OURS = /<@U0DEMO\d{4}>|<!date\^\d+\^(\{date_short_pretty\} )?\{time\}\|\d\d:\d\d UTC>/g;

/** Holds for every text, wherever it stands. */
export function expectHarmless(text: string): void {
  expect(text).not.toMatch(EMAIL);
  expect(text).not.toMatch(LIVE_LINK);
  expect(text).not.toMatch(HIDDEN);
}

const expectEscaped = (text: string): void => expect(text.replaceAll(OURS, '')).not.toMatch(/[<>]/);

/** Slack wants something in every part of a rich text. */
const emptyIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(emptyIn);
  if (!isJson(value)) return [];
  const own = Array.isArray(value.elements) && value.elements.length === 0 ? [String(value.type)] : [];
  return [...own, ...Object.values(value).flatMap(emptyIn)];
};

function expectDrawn(blocks: readonly unknown[]): void {
  expect(emptyIn(blocks)).toEqual([]);
  expect(overLimit(blocks, '')).toEqual([]);
  for (const text of textsIn(blocks)) expectHarmless(text);
  for (const text of mrkdwnIn(blocks)) expectEscaped(text);
}

/** A message Slack would take, that says everything in its text, and in which nobody else's words do anything. */
export function expectMessage({ text, blocks }: { text: string; blocks: readonly unknown[] }, most = 50): void {
  expect(checkBlocks(blocks, 'message')).toEqual([]);
  expectDrawn(blocks);
  expect(blocks.length).toBeLessThan(most);
  expect(text.trim()).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(4_000);
  expectHarmless(text);
  expectEscaped(text);
}

export function expectView(view: { type: string; blocks: readonly unknown[] }): void {
  const checked = checkView(view, view.type === 'home' ? 'home' : 'modal');
  expect('problems' in checked ? checked.problems : checked).not.toEqual({ tooLarge: true });
  if ('problems' in checked) expect(checked.problems).toEqual([]);
  expect(overLimit({ ...view, type: 'view' }, '')).toEqual([]);
  expectDrawn(view.blocks);
}
