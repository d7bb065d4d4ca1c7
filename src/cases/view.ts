import { type Selectable, sql } from 'kysely';
import type { Context } from '../context.ts';
import type { CaseState, Hold, OnDeadline, RoleName, Severity, StepKind, StepState, Tables } from '../db/schema.ts';
import { Detection } from '../detections/detection.ts';
import { Finding, Score } from './finding.ts';
import { unknownCase } from './head.ts';
import { LegalRecord, legalRecordOf } from './legal-record.ts';
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
  /** Why it has no card for now, with the sentence; null when it may be posted. */
  hold: Hold | null;
  holdBecause: string | null;
  resolution: string | null;
  resolutionNote: string | null;
  closedAt: string | null;
  revision: number;
  detections: { id: string; joinedBecause: string; ambiguous: string | null; detection: Detection }[];
  /** Every e-mail address the people it is about are known by. */
  emails: string[];
  /** The case this one is part of now. */
  mergedInto: number | null;
  /** Cases that are part of this one, each with the reason. */
  merged: { id: number; because: string }[];
  questions: { question: string; query: string; state: string; finding: Finding | null }[];
  steps: StepView[];
  legal: LegalRecord;
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
  votes: { id: string; name: string; slackUser: string; choice: string; reason: string; at: string }[];
  outcome: string | null;
  verification: unknown;
  deadlineAt: string | null;
  onDeadline: OnDeadline | null;
  escalatedAt: string | null;
  startedAt: string | null;
  undoReason: string | null;
}

export const caseCode = (id: number): string => `CASE-${id}`;

interface CaseRow extends Selectable<Tables['cases']> {
  detections: { id: string; joinedBecause: string; ambiguous: string | null; detection: unknown }[];
  merged: { id: number; because: string }[];
  emails: string[];
  questions: { question: string; query: string; state: string; finding: unknown }[];
  steps: StepRow[];
  legal: unknown;
}

/** A step as JSON carries it: times are text. */
type StepRow = Omit<Selectable<Tables['steps']>, 'deadline_at' | 'escalated_at' | 'started_at'> & {
  deadline_at: string | null;
  escalated_at: string | null;
  started_at: string | null;
  votes: StepView['votes'];
};

/** One statement, and so one moment: a card must not show the steps of a later state than its own. */
const selectCase = (caseId: number) => sql<CaseRow>`
  select c.*,
    (select coalesce(json_agg(json_build_object('id', d.id, 'joinedBecause', d.joined_because, 'ambiguous', d.ambiguous, 'detection', d.body)
        order by d.occurred_at), '[]') from detections d where d.case_id = c.id) as detections,
    (select coalesce(json_agg(distinct substr(k.key, 7)), '[]') from detections d join detection_keys k on k.detection_id = d.id
      where d.case_id = c.id and k.kind = 'person' and k.key like 'email:%') as emails,
    (select coalesce(json_agg(json_build_object('id', m.from_case, 'because', m.because) order by m.at), '[]')
      from merges m where m.into_case = c.id and m.undone_at is null) as merged,
    (select coalesce(json_agg(json_build_object('question', q.question, 'query', q.query, 'state', q.state, 'finding', q.finding)
        order by q.position), '[]') from query_runs q where q.case_id = c.id and q.round = c.round) as questions,
    (select coalesce(json_agg(to_jsonb(s) || jsonb_build_object('votes',
        (select coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'slackUser', v.slack_user, 'choice', v.choice,
            'reason', v.reason, 'at', v.at) order by v.at), '[]') from approvals v where v.step_id = s.id and v.voided_at is null))
        order by s.position), '[]') from steps s where s.case_id = c.id) as steps,
    ${legalRecordOf} as legal
  from cases c where c.id = ${caseId}`;

export async function loadCaseView(ctx: Context, caseId: number): Promise<CaseView> {
  const { rows } = await selectCase(caseId).execute(ctx.db);
  const [row] = rows;
  if (!row) throw unknownCase(caseId);
  return {
    id: row.id,
    code: caseCode(row.id),
    playbook: row.playbook,
    state: row.state,
    severity: row.severity,
    title: row.title,
    product: row.product,
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    owner: Owner.nullable().parse(row.owner),
    score: Score.nullable().parse(row.score),
    scoredRound: row.scored_round,
    quiet: row.quiet,
    hold: row.hold,
    holdBecause: row.hold_because,
    resolution: row.resolution,
    resolutionNote: row.resolution_note,
    closedAt: row.closed_at?.toISOString() ?? null,
    revision: row.revision,
    emails: row.emails,
    mergedInto: row.merged_into,
    merged: row.merged,
    detections: row.detections.map((one) => ({ ...one, detection: Detection.parse(one.detection) })),
    questions: row.questions.map((one) => ({ ...one, finding: Finding.nullable().parse(one.finding) })),
    steps: row.steps.map(viewStep),
    legal: LegalRecord.parse(row.legal),
  };
}

const viewStep = (step: StepRow): StepView => ({
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
  votes: step.votes.map((vote) => ({ ...vote, at: isoTime(vote.at) })),
  outcome: step.outcome,
  verification: step.verification,
  deadlineAt: step.deadline_at && isoTime(step.deadline_at),
  onDeadline: step.on_deadline,
  escalatedAt: step.escalated_at && isoTime(step.escalated_at),
  startedAt: step.started_at && isoTime(step.started_at),
  undoReason: step.undo_reason,
});

/** PostgreSQL writes times in JSON with its own zone and microseconds. */
const isoTime = (time: string): string => new Date(time).toISOString();
