import { z } from 'zod';

/** The queues: one worker each, so that a slow vendor delays neither intake nor Slack. */
export const QUEUES = ['intake', 'enrich', 'respond', 'slack'] as const;
export type QueueName = (typeof QUEUES)[number];

const caseOnly = z.object({ caseId: z.number().int().positive() });
const stepOnly = z.object({ stepId: z.uuid() });

/** Every job, its queue and its payload: ids only, never personal data or secrets. The file in `jobs/` has the job's name. */
export const contracts = {
  'ingest-delivery': { queue: 'intake', payload: z.object({ deliveryId: z.uuid() }) },
  'check-chain': { queue: 'intake', payload: z.object({ chainWaitId: z.uuid() }) },
  'end-snooze': { queue: 'intake', payload: z.object({ snoozeId: z.number().int().positive() }) },
  'check-storm': { queue: 'intake', payload: z.object({ stormId: z.uuid() }) },
  'end-canary': { queue: 'intake', payload: z.object({ canaryId: z.string().regex(/^cordon-canary-[\w-]{1,60}$/) }) },
  'enrich-case': { queue: 'enrich', payload: caseOnly },
  'run-query': { queue: 'enrich', payload: z.object({ queryRunId: z.uuid() }) },
  'score-case': { queue: 'enrich', payload: caseOnly },
  'prepare-steps': { queue: 'respond', payload: caseOnly },
  'run-step': { queue: 'respond', payload: stepOnly },
  'verify-step': { queue: 'respond', payload: stepOnly },
  'undo-step': { queue: 'respond', payload: stepOnly },
  'expire-step': { queue: 'respond', payload: stepOnly },
  'post-case': { queue: 'slack', payload: caseOnly },
  'deliver-message': { queue: 'slack', payload: z.object({ messageId: z.uuid() }) },
} as const satisfies Record<string, { queue: QueueName; payload: z.ZodType }>;

export type JobName = keyof typeof contracts;
export type Payload<Name extends JobName> = z.infer<(typeof contracts)[Name]['payload']>;
