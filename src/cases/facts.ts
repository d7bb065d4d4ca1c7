import { sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Detection } from '../detections/detection.ts';
import type { Facts, QueryRef } from '../playbook.ts';
import { isBusinessHour } from './business-hours.ts';
import { Finding } from './finding.ts';
import { unknownCase } from './head.ts';

interface FactsRow {
  first_seen: Date;
  last_seen: Date;
  detections: unknown[];
  answers: { query: string; finding: unknown }[];
  emails: string[];
}

const selectFacts = (caseId: number) => sql<FactsRow>`
  select c.first_seen, c.last_seen,
    (select coalesce(json_agg(d.body order by d.occurred_at), '[]') from detections d where d.case_id = c.id) as detections,
    (select coalesce(json_agg(json_build_object('query', q.query, 'finding', q.finding) order by q.round), '[]')
      from query_runs q where q.case_id = c.id and q.state = 'answered') as answers,
    (select coalesce(json_agg(distinct substr(k.key, 7)), '[]') from detections d join detection_keys k on k.detection_id = d.id
      where d.case_id = c.id and k.kind = 'person' and k.key like 'email:%') as emails
  from cases c where c.id = ${caseId}`;

/** Reads what is known about a case right now, in the form playbooks are asked with. */
export async function loadFacts(ctx: Context, caseId: number): Promise<Facts> {
  const { rows } = await selectFacts(caseId).execute(ctx.db);
  const [found] = rows;
  if (!found) throw unknownCase(caseId);
  const detections = found.detections.map((body) => Detection.parse(body));
  const findings = new Map(found.answers.map(({ query, finding }) => [query, Finding.parse(finding)]));
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
    subjectEmails: [
      ...new Set([
        ...found.emails,
        ...[...findings].flatMap(([query, finding]) => (query.endsWith('.user') ? emailIn(finding) : [])),
      ]),
    ],
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
