import { createHash } from 'node:crypto';
import type { Detection } from './detection.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The key that makes two detections the same: one source, one reporting product, one id there. Severity, times and wording may change
 * between two deliveries of a finding.
 */
export const fingerprint = ({
  source,
  reportedBy,
  senderUid,
}: Pick<Detection, 'source' | 'reportedBy' | 'senderUid'>): string =>
  hash(JSON.stringify([source, reportedBy ?? null, senderUid]));

/** A stand-in for a sender's id: the same for the same data, whatever the order of its keys. */
export const contentUid = (content: unknown): string => `sha256:${hash(JSON.stringify(content, inKeyOrder))}`;

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
