import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What a seal covers: the entry as it stands in the database, in RFC 8785 canonical form, and the hash before it. */
export interface ChainedEntry {
  seq: number;
  at: string;
  actor: unknown;
  what: string;
  caseId: number | null;
  refs: unknown;
  detail: unknown;
}

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** SHA-256, hex, over the canonical entry with the previous hash inside. */
export function hashEntry(entry: ChainedEntry, previousHash: string): string {
  const canonical = canonicalize({ ...entry, previousHash });
  return createHash('sha256')
    .update(canonical ?? '')
    .digest('hex');
}
