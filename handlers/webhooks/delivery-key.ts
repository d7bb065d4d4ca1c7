import { createHash } from 'node:crypto';

/**
 * What makes a delivery a repeat when part of it stands in headers (CloudEvents in binary mode): those and the body together, since two events
 * may have the same body. Undefined without such headers; then the body alone decides.
 */
export function withItsHeaders(headers: Readonly<Record<string, string>>, body: Uint8Array): string | undefined {
  const kept = Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1));
  if (kept.length === 0) return undefined;
  return `sha256+headers:${createHash('sha256')
    .update(`${JSON.stringify(kept)}\n`)
    .update(body)
    .digest('hex')}`;
}
