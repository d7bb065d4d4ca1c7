import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Detection } from '../detections/detection.ts';
import { Detection as DetectionSchema } from '../detections/detection.ts';
import { NotFound } from '../errors.ts';
import type { Facts, QueryRef } from '../playbook.ts';
import { isBusinessHour } from './business-hours.ts';
import { Finding } from './finding.ts';

/** Reads what is known about a case right now, in the form playbooks are asked with. */
export async function loadFacts(ctx: Context, caseId: number): Promise<Facts> {
  const found = await ctx.db
    .selectFrom('cases')
    .select(['round', 'scored_round', 'first_seen', 'last_seen'])
    .where('id', '=', caseId)
    .executeTakeFirst();
  if (!found) throw new NotFound('unknown-case', `There is no case ${caseId}.`);
  const detections = await loadDetections(ctx, caseId);
  const runs = await ctx.db
    .selectFrom('query_runs')
    .select(['query', 'finding'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'answered')
    .orderBy('round')
    .execute();
  const findings = new Map(runs.map((run) => [run.query, Finding.parse(run.finding)]));
  const newest = <Key extends 'subject' | 'integration' | 'transfer'>(key: Key) =>
    detections.findLast((detection) => detection[key] !== undefined)?.[key];
  const subject = newest('subject');
  const integration = newest('integration');
  const transfer = newest('transfer');
  return {
    now: ctx.clock.now(),
    firstSeen: found.first_seen,
    lastSeen: found.last_seen,
    detections,
    subjectEmails: [...findings].flatMap(([query, finding]) => (query.endsWith('.user') ? emailIn(finding) : [])),
    ...(subject ? { subject } : {}),
    ...(integration ? { integration } : {}),
    ...(transfer ? { transfer } : {}),
    tunables: {
      anomalousExportThreshold: ctx.config.policy.anomalous_export_threshold,
      transactionThreshold: ctx.config.policy.transaction_threshold,
      isBusinessHour: (at) => isBusinessHour(at, ctx.config.policy.business_hours, ctx.config.timezone),
    },
    finding<Input, Data>(query: QueryRef<Input, Data>): Data | undefined {
      const finding = findings.get(query.id);
      return finding?.status === 'answered' ? query.data.parse(finding.data) : undefined;
    },
  };
}

const WithEmail = z.object({ email: z.string() });

function emailIn(finding: Finding): string[] {
  const found = WithEmail.safeParse(finding.status === 'answered' ? finding.data : undefined);
  return found.success ? [found.data.email] : [];
}

async function loadDetections(ctx: Context, caseId: number): Promise<Detection[]> {
  const rows = await ctx.db
    .selectFrom('detections')
    .select('body')
    .where('case_id', '=', caseId)
    .orderBy('occurred_at')
    .execute();
  return rows.map((row) => DetectionSchema.parse(row.body));
}
