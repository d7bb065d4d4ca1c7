import { checkChainJob } from './check-chain.ts';
import { checkStormJob } from './check-storm.ts';
import type { DefinedJob } from './define-job.ts';
import { deliverMessageJob } from './deliver-message.ts';
import { endCanaryJob } from './end-canary.ts';
import { endSnoozeJob } from './end-snooze.ts';
import { enrichCaseJob } from './enrich-case.ts';
import { expireStepJob } from './expire-step.ts';
import { ingestDeliveryJob } from './ingest-delivery.ts';
import { postCaseJob } from './post-case.ts';
import { prepareStepsJob } from './prepare-steps.ts';
import { runQueryJob } from './run-query.ts';
import { runStepJob } from './run-step.ts';
import { scoreCaseJob } from './score-case.ts';
import { undoStepJob } from './undo-step.ts';
import { verifyStepJob } from './verify-step.ts';

/** Every job the worker knows. */
export const jobs: readonly DefinedJob[] = [
  deliverMessageJob,
  enrichCaseJob,
  expireStepJob,
  ingestDeliveryJob,
  checkChainJob,
  checkStormJob,
  endCanaryJob,
  endSnoozeJob,
  postCaseJob,
  prepareStepsJob,
  runQueryJob,
  runStepJob,
  scoreCaseJob,
  undoStepJob,
  verifyStepJob,
];
