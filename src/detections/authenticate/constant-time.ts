import { createHash, timingSafeEqual } from 'node:crypto';

export const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether a presented secret is one of the live ones. Compares digests, and all of them, so that neither the place of the first
 * difference nor a length nor which one fits shows in the time it takes.
 */
export function isOneOf(secrets: readonly string[], given: unknown): boolean {
  if (typeof given !== 'string' || given === '') return false;
  const presented = digest(given);
  return secrets.filter((secret) => timingSafeEqual(digest(secret), presented)).length > 0;
}
