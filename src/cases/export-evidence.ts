import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Actor } from '../journal/actor.ts';
import { type EvidencePack, sealPack } from '../journal/evidence-pack.ts';
import { recordChange } from '../journal/record-change.ts';
import { sealEntries } from '../journal/seal-entries.ts';
import { loadCaseView } from './view.ts';

/**
 * Collects everything recorded about a case: its entries with their place in the chain, and the deliveries as they came. The pack's digest
 * goes into the journal, so that a forged pack can be told from the one that was handed out.
 */
export async function exportEvidence(ctx: Context, caseId: number, actor: Actor): Promise<EvidencePack> {
  const view = await loadCaseView(ctx, caseId);
  await sealEntries(ctx.db);
  const deliveries = await ctx.db
    .selectFrom('deliveries')
    .where('deliveries.id', 'in', (eb) =>
      eb
        .selectFrom('delivery_detections')
        .innerJoin('detections', 'detections.id', 'delivery_detections.detection_id')
        .where('detections.case_id', '=', caseId)
        .select('delivery_detections.delivery_id'),
    )
    .orderBy('deliveries.received_at')
    .select(['deliveries.id', 'deliveries.source', 'deliveries.received_at', 'deliveries.body'])
    .execute();
  const ids = deliveries.map((delivery) => delivery.id);
  const entries = await ctx.db
    .selectFrom('journal_seals as seal')
    .innerJoin('journal_entries as entry', 'entry.id', 'seal.entry_id')
    .where((eb) => eb.or([eb('entry.case_id', '=', caseId), eb(sql<string>`entry.refs->>'delivery'`, 'in', ids)]))
    .orderBy('seal.seq')
    .select([
      'seal.seq',
      'entry.at',
      'entry.actor',
      'entry.what',
      'entry.case_id as caseId',
      'entry.refs',
      'entry.detail',
    ])
    .execute();
  const links = await ctx.db.selectFrom('journal_seals').select('hash').orderBy('seq').execute();
  const pack = sealPack({
    cordon: 'evidence/1',
    case: view.code,
    exportedAt: ctx.clock.now().toISOString(),
    view,
    entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
    links: links.map((link) => link.hash),
    deliveries: deliveries.map(({ id, source, received_at, body }) => ({
      id,
      source,
      receivedAt: received_at.toISOString(),
      sha256: createHash('sha256').update(body).digest('hex'),
      body: body.toString('base64'),
    })),
  });
  const entry = { actor, what: 'evidence.exported', caseId, detail: { digest: pack.digest, entries: entries.length } };
  return recordChange(ctx.db, async () => ({ result: pack, journal: [entry] }));
}
