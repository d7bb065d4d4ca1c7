import { fallback, playbookFor, playbookOf } from '#playbooks/index.ts';
import { loadCaseHead } from '#src/cases/head.ts';
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
  const opened = await openCase(ctx, { deliveryId, detection, playbook: playbookFor(detection), fallback, actor });
  if (!('caseId' in opened)) return;
  const { caseId } = opened;
  const { playbook } = await loadCaseHead(ctx, caseId);
  const { round, queryRunIds } = await planQueries(ctx, { caseId, playbook: playbookOf(playbook), actor });
  await enqueue.enrich(caseId, round, queryRunIds);
});
