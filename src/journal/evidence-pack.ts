import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type ChainedEntry, GENESIS, hashEntry } from './chain.ts';

/**
 * One case's evidence in one file. `links` is the hash of every journal entry from the first to the head, so that the case's own entries
 * can be shown to stand where they stood, without revealing the others.
 */
export const EvidencePack = z.strictObject({
  cordon: z.literal('evidence/1'),
  case: z.string(),
  exportedAt: z.string(),
  view: z.unknown(),
  entries: z.array(
    z.strictObject({
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
    z.strictObject({
      id: z.string(),
      source: z.string(),
      receivedAt: z.string(),
      sha256: z.string(),
      body: z.string(),
    }),
  ),
  /** SHA-256, hex, over everything else in canonical form: shows what the links cannot, such as an entry left out. */
  digest: z.string(),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

export type PackVerdict = { ok: true; entries: number; head: string } | { ok: false; brokenAt: number; why: string };

/** Finishes a pack with the digest over all of it. */
export const sealPack = (pack: Omit<EvidencePack, 'digest'>): EvidencePack => ({
  ...pack,
  digest: sha256(canonicalize(pack) ?? ''),
});

/** Recomputes the hash of every entry of the pack from its content and its place in the chain, and of every delivery from its bytes. */
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
  const exchanged = pack.deliveries.find((delivery) => !isAsReceived(pack, delivery));
  if (exchanged) {
    return {
      ok: false,
      brokenAt: receptionOf(pack, exchanged)?.seq ?? 0,
      why: `the delivery ${exchanged.id} is not the one received`,
    };
  }
  const { digest, ...sealed } = pack;
  if (sealPack(sealed).digest !== digest)
    return { ok: false, brokenAt: 0, why: 'something around the entries was changed' };
  return { ok: true, entries: pack.entries.length, head: pack.links.at(-1) ?? GENESIS };
}

type PackedDelivery = EvidencePack['deliveries'][number];

const Reception = z.object({ refs: z.object({ delivery: z.string() }), detail: z.object({ sha256: z.string() }) });

/** The journal entry of the moment a delivery came in; it holds the hash of the bytes. */
const receptionOf = (pack: EvidencePack, { id }: PackedDelivery) =>
  pack.entries.find(
    (entry) => entry.what === 'delivery.received' && Reception.safeParse(entry).data?.refs.delivery === id,
  );

function isAsReceived(pack: EvidencePack, delivery: PackedDelivery): boolean {
  const received = Reception.safeParse(receptionOf(pack, delivery)).data?.detail.sha256;
  return received === delivery.sha256 && received === sha256(Buffer.from(delivery.body, 'base64'));
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const chained = ({ seq, at, actor, what, caseId, refs, detail }: EvidencePack['entries'][number]): ChainedEntry => ({
  seq,
  at,
  actor,
  what,
  caseId,
  refs,
  detail,
});
