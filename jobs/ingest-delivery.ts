import { playbookFor, playbookOf, rules } from '#playbooks/index.ts';
import { loadCaseHead } from '#src/cases/head.ts';
import { openCase } from '#src/cases/open.ts';
import { finishDelivery } from '#src/detections/finish-delivery.ts';
import { normaliseDelivery } from '#src/detections/normalise-delivery.ts';
import { quarantineDelivery } from '#src/detections/quarantine-delivery.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { tellStorm } from '#src/noise/tell-storm.ts';
import { defineJob } from './define-job.ts';

/** A stored delivery becomes detections, each detection finds its case, and each case that changed gets its questions. */
export const ingestDeliveryJob = defineJob('ingest-delivery', async ({ ctx, payload, enqueue, actor }) => {
  const { deliveryId } = payload;
  const read = await normaliseDelivery(ctx, { deliveryId });
  if (read.outcome === 'nothing-to-do') return;
  const changed = new Set<number>();
  const storms = new Set<string>();
  for (const detection of read.detections) {
    const opened = await openCase(ctx, { deliveryId, detection, playbook: playbookFor(detection), rules, actor });
    for (const messageId of opened.notices ?? []) await enqueue('deliver-message', { messageId }, { key: messageId });
    if (!('caseId' in opened)) continue;
    if (opened.held?.stormId) storms.add(opened.held.stormId);
    changed.add(opened.caseId);
    for (const caseId of opened.merged) {
      changed.delete(caseId);
      await enqueue('post-case', { caseId }, { key: `${caseId}-merged` });
    }
  }
  if (read.refusal) await quarantineDelivery(ctx, { deliveryId, refusal: read.refusal, actor });
  else await finishDelivery(ctx, deliveryId);
  for (const caseId of changed) {
    const { playbook } = await loadCaseHead(ctx, caseId);
    const { round, queryRunIds } = await planQueries(ctx, { caseId, playbook: playbookOf(playbook), actor });
    await enqueue.enrich(caseId, round, queryRunIds);
  }
  for (const stormId of storms) {
    const told = await tellStorm(ctx, stormId);
    if (!told) continue;
    await enqueue('deliver-message', { messageId: told.messageId }, { key: told.messageId, delayMs: told.waitMs });
  }
});
