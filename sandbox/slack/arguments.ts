import type { TwinRequest } from '#sandbox/twin.ts';

export interface ReadRequest {
  token: string | undefined;
  args: Record<string, unknown>;
}

/** Arguments that a form carries as JSON text. */
const JSON_ARGUMENTS = ['attachments', 'blocks', 'files', 'metadata', 'view'];

/** Token and arguments, from a query, a form or JSON; undefined when the body is none of them. */
export function readRequest({ headers, query, body }: TwinRequest): ReadRequest | undefined {
  const sent = readBody(headers['content-type'] ?? '', body);
  if (!sent) return undefined;
  const { token, ...args } = { ...Object.fromEntries(query), ...sent };
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  for (const name of JSON_ARGUMENTS) {
    if (typeof args[name] === 'string') args[name] = parseJson(args[name]) ?? args[name];
  }
  return { token: bearer ?? (typeof token === 'string' ? token : undefined), args };
}

function readBody(contentType: string, body: string): Record<string, unknown> | undefined {
  if (body === '') return {};
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  const json = contentType.startsWith('application/json') ? parseJson(body) : undefined;
  return typeof json === 'object' && json !== null ? { ...json } : undefined;
}

/** Undefined when it is not JSON; the method then refuses the text in its own words. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
