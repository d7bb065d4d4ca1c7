export type ReadJson = { ok: true; payload: unknown; notes: string[] } | { ok: false; code: string; reason: string };

/** JSON from raw bytes. Bytes that are not UTF-8 are replaced, with a note: one wrong letter in a name must not cost the detection. */
export function readJson(body: Uint8Array): ReadJson {
  const text = new TextDecoder().decode(body);
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

function isUtf8(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}

/** How deep a payload may nest. Real findings stay below 15. */
const DEEPEST = 60;
/** How many values it may hold, so that a small body of brackets cannot keep a worker busy. */
const MOST_VALUES = 200_000;

/** Why a payload is too intricate to read; undefined when it is not. Walks without recursion, so any depth is safe. */
export function tooIntricate(payload: unknown): string | undefined {
  const waiting: { value: unknown; depth: number }[] = [{ value: payload, depth: 0 }];
  let seen = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    seen += 1;
    if (seen > MOST_VALUES) return `The body holds more than ${MOST_VALUES} values.`;
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEEPEST) return `The body nests more than ${DEEPEST} levels deep.`;
    for (const child of Object.values(value)) waiting.push({ value: child, depth: depth + 1 });
  }
  return undefined;
}
