import { isUtf8 } from 'node:buffer';

export type ReadJson = { ok: true; payload: unknown; notes: string[] } | { ok: false; code: string; reason: string };

/** JSON from raw bytes. Bytes that are not UTF-8 are replaced, with a note: one wrong letter in a name must not cost the detection. */
export function readJson(body: Uint8Array): ReadJson {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  if (text.trim() === '') return { ok: false, code: 'empty', reason: 'The body is empty.' };
  try {
    const payload: unknown = JSON.parse(text);
    return {
      ok: true,
      payload,
      notes: isUtf8(body) ? [] : ['The body was not valid UTF-8; unreadable characters were replaced.'],
    };
  } catch (error) {
    const at =
      error instanceof Error ? error.message.match(/position \d+(?: \(line \d+ column \d+\))?/)?.[0] : undefined;
    return { ok: false, code: 'not-json', reason: `The body is not JSON${at ? ` (it breaks off at ${at})` : ''}.` };
  }
}

/** How deep a payload may nest. Real findings stay below 15. */
const DEEPEST = 60;
/** How many values it may hold, so that a small body of brackets cannot keep a worker busy. */
const MOST_VALUES = 200_000;

/** Why a payload is too intricate to read; undefined when it is not. Walks level by level without recursion, so any depth is safe. */
export function tooIntricate(payload: unknown): string | undefined {
  let level: unknown[] = [payload];
  let seen = 1;
  for (let depth = 0; level.length > 0; depth += 1) {
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (depth === DEEPEST) return `The body nests more than ${DEEPEST} levels deep.`;
      for (const child of Array.isArray(value) ? value : Object.values(value)) {
        seen += 1;
        if (typeof child === 'object' && child !== null) below.push(child);
      }
      if (seen > MOST_VALUES) return `The body holds more than ${MOST_VALUES} values.`;
    }
    level = below;
  }
  return undefined;
}
