import { z } from 'zod';
import { type ChainedEntry, GENESIS, hashEntry } from './chain.ts';

/**
 * One case's evidence in one file. `links` is the hash of every journal entry from the first to the head, so that the case's own entries
 * can be shown to stand where they stood, without revealing the others.
 */
export const EvidencePack = z.object({
  cordon: z.literal('evidence/1'),
  case: z.string(),
  exportedAt: z.string(),
  view: z.unknown(),
  entries: z.array(
    z.object({
      seq: z.number().int().positive(),
      at: z.string(),
      actor: z.unknown(),
      what: z.string(),
      caseId: z.number().nullable(),
      refs: z.unknown(),
      detail: z.unknown(),
    }),
  ),
  links: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
  deliveries: z.array(
    z.object({ id: z.string(), source: z.string(), receivedAt: z.string(), sha256: z.string(), body: z.string() }),
  ),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

export type PackVerdict = { ok: true; entries: number; head: string } | { ok: false; brokenAt: number; why: string };

/** Recomputes the hash of every entry of the pack from its content and its place in the chain. */
export function verifyPack(pack: EvidencePack): PackVerdict {
  let last = 0;
  for (const entry of pack.entries) {
    const { seq } = entry;
    if (seq <= last) return { ok: false, brokenAt: seq, why: 'the entries are not in order' };
    const previous = seq === 1 ? GENESIS : pack.links[seq - 2];
    const own = pack.links[seq - 1];
    if (previous === undefined || own === undefined)
      return { ok: false, brokenAt: seq, why: 'its place in the chain is missing' };
    if (hashEntry(chained(entry), previous) !== own)
      return { ok: false, brokenAt: seq, why: 'its content does not fit its hash' };
    last = seq;
  }
  if (pack.entries.length === 0) return { ok: false, brokenAt: 0, why: 'the pack holds no entries' };
  return { ok: true, entries: pack.entries.length, head: pack.links.at(-1) ?? GENESIS };
}

const chained = ({ seq, at, actor, what, caseId, refs, detail }: EvidencePack['entries'][number]): ChainedEntry => ({
  seq,
  at,
  actor,
  what,
  caseId,
  refs,
  detail,
});
