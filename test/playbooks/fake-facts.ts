import type { Detection } from '#src/detections/detection.ts';
import type { Facts, QueryRef } from '#src/playbook.ts';
import { detectionOf } from '#test/helpers/seed.ts';

/** What a playbook is asked with; answers by the question's id. */
export function factsOf(detection: Partial<Detection> = {}, answers: Record<string, unknown> = {}): Facts {
  const full = detectionOf(detection);
  const { subject, integration, transfer } = full;
  return {
    now: new Date('2026-11-22T09:00:00Z'),
    firstSeen: new Date(full.occurredAt),
    lastSeen: new Date(full.occurredAt),
    subjectEmails: [],
    detections: [full],
    ...(subject ? { subject } : {}),
    ...(integration ? { integration } : {}),
    ...(transfer ? { transfer } : {}),
    tunables: {
      anomalousExportThreshold: 1_000,
      transactionThreshold: { EUR: '10000.00' },
      isBusinessHour: () => true,
    },
    finding: <Input, Data>(query: QueryRef<Input, Data>): Data | undefined => {
      const answer = answers[query.id];
      return answer === undefined ? undefined : query.data.parse(answer);
    },
  };
}
