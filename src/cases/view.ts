import { z } from 'zod';
import type { Context } from '../context.ts';
import type { CaseState, OnDeadline, RoleName, Severity, StepKind, StepState } from '../db/schema.ts';
import { Detection } from '../detections/detection.ts';
import { Finding, Score } from './finding.ts';
import { loadCaseHead } from './head.ts';
import { Owner } from './owner.ts';

/** A case as people see it: everything the card, the report and `cordon cases show` draw from. Plain data, dates in ISO 8601. */
export interface CaseView {
  id: number;
  code: string;
  playbook: string;
  state: CaseState;
  severity: Severity;
  title: string;
  product: string | null;
  openedAt: string;
  updatedAt: string;
  firstSeen: string;
  lastSeen: string;
  owner: Owner | null;
  score: Score | null;
  /** How many rounds of questions have been weighed. */
  scoredRound: number;
  quiet: boolean;
  resolution: string | null;
  resolutionNote: string | null;
  closedAt: string | null;
  revision: number;
  detections: { id: string; joinedBecause: string; detection: Detection }[];
  questions: { question: string; query: string; state: string; finding: Finding | null }[];
  steps: StepView[];
}

export interface StepView {
  id: string;
  key: string;
  kind: StepKind;
  state: StepState;
  title: string;
  action: string | null;
  role: RoleName;
  quorum: number;
  digest: string | null;
  plan: unknown;
  votes: { name: string; slackUser: string; choice: string; reason: string; at: string }[];
  outcome: string | null;
  verification: unknown;
  deadlineAt: string | null;
  onDeadline: OnDeadline | null;
  escalatedAt: string | null;
  startedAt: string | null;
  undoReason: string | null;
}

export const caseCode = (id: number): string => `CASE-${id}`;

export async function loadCaseView(ctx: Context, caseId: number): Promise<CaseView> {
  const head = await loadCaseHead(ctx, caseId);
  const [detections, questions, steps] = await Promise.all([
    loadDetections(ctx, caseId),
    loadQuestions(ctx, caseId, head.round),
    loadSteps(ctx, caseId),
  ]);
  return {
    id: head.id,
    code: caseCode(head.id),
    playbook: head.playbook,
    state: head.state,
    severity: head.severity,
    title: head.title,
    product: head.product,
    openedAt: head.opened_at.toISOString(),
    updatedAt: head.updated_at.toISOString(),
    firstSeen: head.first_seen.toISOString(),
    lastSeen: head.last_seen.toISOString(),
    owner: Owner.nullable().parse(head.owner),
    score: Score.nullable().parse(head.score),
    scoredRound: head.scored_round,
    quiet: head.quiet,
    resolution: head.resolution,
    resolutionNote: head.resolution_note,
    closedAt: head.closed_at?.toISOString() ?? null,
    revision: head.revision,
    detections,
    questions,
    steps,
  };
}

async function loadDetections(ctx: Context, caseId: number): Promise<CaseView['detections']> {
  const rows = await ctx.db
    .selectFrom('detections')
    .select(['id', 'joined_because', 'body'])
    .where('case_id', '=', caseId)
    .orderBy('occurred_at')
    .execute();
  return rows.map((row) => ({ id: row.id, joinedBecause: row.joined_because, detection: Detection.parse(row.body) }));
}

async function loadQuestions(ctx: Context, caseId: number, round: number): Promise<CaseView['questions']> {
  const rows = await ctx.db
    .selectFrom('query_runs')
    .select(['question', 'query', 'state', 'finding'])
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ ...row, finding: Finding.nullable().parse(row.finding) }));
}

const Votes = z.array(
  z.object({ name: z.string(), slackUser: z.string(), choice: z.string(), reason: z.string(), at: z.date() }),
);

async function loadSteps(ctx: Context, caseId: number): Promise<StepView[]> {
  const steps = await ctx.db
    .selectFrom('steps')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('position')
    .execute();
  if (steps.length === 0) return [];
  const votes = await ctx.db
    .selectFrom('approvals')
    .select(['step_id', 'name', 'slack_user as slackUser', 'choice', 'reason', 'at'])
    .where(
      'step_id',
      'in',
      steps.map((step) => step.id),
    )
    .where('voided_at', 'is', null)
    .orderBy('at')
    .execute();
  return steps.map((step) => ({
    id: step.id,
    key: step.key,
    kind: step.kind,
    state: step.state,
    title: step.title,
    action: step.action,
    role: step.role,
    quorum: step.quorum,
    digest: step.digest,
    plan: step.preview,
    votes: Votes.parse(votes.filter((vote) => vote.step_id === step.id)).map((vote) => ({
      ...vote,
      at: vote.at.toISOString(),
    })),
    outcome: step.outcome,
    verification: step.verification,
    deadlineAt: step.deadline_at?.toISOString() ?? null,
    onDeadline: step.on_deadline,
    escalatedAt: step.escalated_at?.toISOString() ?? null,
    startedAt: step.started_at?.toISOString() ?? null,
    undoReason: step.undo_reason,
  }));
}
