import { playbookFor } from '#playbooks/index.ts';
import { openCase } from '#src/cases/open.ts';
import { normaliseDelivery } from '#src/detections/normalise-delivery.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { defineJob } from './define-job.ts';

/** A stored delivery becomes a detection, the detection finds its case, and the case gets its questions. */
export const ingestDeliveryJob = defineJob('ingest-delivery', async ({ ctx, payload, enqueue, actor }) => {
  const { deliveryId } = payload;
  const normalised = await normaliseDelivery(ctx, { deliveryId, actor });
  if (normalised.outcome !== 'normalised') return;
  const { detection } = normalised;
  const playbook = playbookFor(detection);
  const opened = await openCase(ctx, { deliveryId, detection, playbook, actor });
  if (!('caseId' in opened)) return;
  const { round, queryRunIds } = await planQueries(ctx, { caseId: opened.caseId, playbook, actor });
  await enqueue.enrich(opened.caseId, round, queryRunIds);
});
