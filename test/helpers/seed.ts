import { sql } from 'kysely';
import { openCase } from '#src/cases/open.ts';
import type { Context } from '#src/context.ts';
import type { Db } from '#src/db/open.ts';
import type { Detection } from '#src/detections/detection.ts';
import { finishDelivery } from '#src/detections/finish-delivery.ts';
import { receiveDelivery } from '#src/detections/receive-delivery.ts';
import { planQueries } from '#src/enrichment/plan-queries.ts';
import { runQuery } from '#src/enrichment/run-query.ts';
import { scoreCase } from '#src/enrichment/score-case.ts';
import type { Actor } from '#src/journal/actor.ts';
import { loadStep } from '#src/response/load-step.ts';
import { prepareSteps } from '#src/response/prepare-steps.ts';
import { acmePlaybook } from './acme.ts';
import type { TestContext } from './context.ts';

export const actor: Actor = { kind: 'job', name: 'test' };

/** Slack ids of the example's people, by what they do there. */
export const somebody = {
  security: 'U0DEMO0001',
  otherSecurity: 'U0DEMO0002',
  finance: 'U0DEMO0003',
  otherFinance: 'U0DEMO0004',
  deputy: 'U0DEMO0005',
  manager: 'U0DEMO0007',
  nobody: 'U0STRANGER',
} as const;

let count = 0;

/** A detection of a person of its own, with whatever a test is about on top. */
export function detectionOf(more: Partial<Detection> = {}): Detection {
  count += 1;
  return {
    source: 'siem',
    senderUid: `finding-${count}`,
    title: 'Bulk read',
    grade: 'finding',
    rule: { techniques: [], analytics: [] },
    product: 'acme',
    productName: 'Acme',
    severity: 'high',
    senderSeverity: 'high',
    status: 'new',
    occurredAt: '2026-11-22T08:00:00.000Z',
    receivedAt: '2026-11-22T08:01:00.000Z',
    subject: { email: `person${count}@northwind.example`, name: 'Mara Ito', ids: {} },
    addresses: [],
    objects: [],
    counts: [],
    observables: [],
    notes: [],
    ...more,
  };
}

export const transfer: NonNullable<Detection['transfer']> = {
  vendor: 'acme',
  id: '7',
  amount: '48200.00',
  currency: 'EUR',
  payee: { name: 'Brightwater Supplies' },
};

/** A transfer of its own, so that two cases are not one because of it. */
export function aTransfer(): NonNullable<Detection['transfer']> {
  count += 1;
  return { ...transfer, id: String(count) };
}

/** Receives a delivery and opens, or joins, its case. */
export async function arrive(ctx: Context, detection: Detection) {
  const body = Buffer.from(JSON.stringify(detection));
  const { id } = await receiveDelivery(ctx, {
    source: detection.source,
    deliveryKey: undefined,
    contentType: 'application/json',
    body,
  });
  const opened = await openCase(ctx, { deliveryId: id, detection, playbook: acmePlaybook, actor });
  await finishDelivery(ctx, id);
  return { deliveryId: id, ...opened };
}

/** The number of the case a new detection opened. */
export async function openedCase(ctx: Context, more: Partial<Detection> = {}): Promise<number> {
  const opened = await arrive(ctx, detectionOf(more));
  if (!('caseId' in opened)) throw new Error(`no case: ${opened.outcome}`);
  return opened.caseId;
}

/** A case whose questions are answered and which has its score. */
export async function scoredCase(ctx: TestContext, more: Partial<Detection> = {}): Promise<number> {
  const caseId = await openedCase(ctx, more);
  await enrich(ctx, caseId);
  return caseId;
}

export async function enrich(ctx: TestContext, caseId: number, playbook = acmePlaybook) {
  const { queryRunIds } = await planQueries(ctx, { caseId, playbook, actor });
  for (const queryRunId of queryRunIds) await runQuery(ctx, { queryRunId, actor });
  return scoreCase(ctx, { caseId, playbook, actor });
}

/** A scored case with its plan on the table. */
export async function plannedCase(ctx: TestContext, more: Partial<Detection> = {}): Promise<number> {
  const caseId = await scoredCase(ctx, more);
  await prepare(ctx, caseId);
  return caseId;
}

export const prepare = (ctx: TestContext, caseId: number, playbook = acmePlaybook) =>
  prepareSteps(ctx, { caseId, playbook, actor });

export async function stepOf(ctx: Context, caseId: number, key: string) {
  const { id } = await ctx.db
    .selectFrom('steps')
    .select('id')
    .where('case_id', '=', caseId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  const step = await loadStep(ctx, id);
  return { ...step, digest: step.digest ?? '' };
}

export const caseRow = (ctx: Context, caseId: number) =>
  ctx.db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();

/** What the journal says happened to a case, in order. */
export async function story(ctx: Context, caseId: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('journal_entries')
    .select('what')
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.what);
}

const CLOCKS = {
  cases: ['due_at', 'prepare_at', 'updated_at', 'opened_at'],
  steps: ['due_at', 'deadline_at'],
  query_runs: ['due_at'],
  messages: ['due_at', 'sending_at', 'slot_at'],
  deliveries: ['due_at', 'received_at'],
  paces: ['next_at'],
  chain_waits: ['due_at'],
  snoozes: ['due_at', 'set_at', 'until'],
  storms: ['due_at', 'began_at', 'calm_at'],
  canaries: ['due_at', 'issued_at'],
  source_watches: ['since', 'learned_at', 'silent_since', 'limited_at'],
  authenticators: ['bound_at'],
  enrolments: ['expires_at'],
  step_up_links: ['expires_at'],
  step_up_tries: ['locked_until'],
} as const;

/** Lets time pass on the database's clock, by moving everything that waits. */
export async function pass(db: Db, seconds: number): Promise<void> {
  const by = sql`make_interval(secs => ${seconds})`;
  for (const [table, columns] of Object.entries(CLOCKS)) {
    const moved = columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(column)} - ${by}`);
    await sql`update ${sql.table(table)} set ${sql.join(moved)}`.execute(db);
  }
}
