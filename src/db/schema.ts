import type { ColumnType, Generated } from 'kysely';
import type { Json, JsonOrNull, Time, TimeByDefault, TimeOrNull, WithDefault } from './columns.ts';
import type { LegalDecisionsTable, LegalHoldsTable, LegalMomentsTable, LegalVotesTable } from './legal-tables.ts';
import type { CanariesTable, SnoozesTable, SourceWatchesTable, StormsTable } from './noise-tables.ts';
import type { AuthenticatorsTable, EnrolmentsTable, StepUpLinksTable, StepUpTriesTable } from './step-up-tables.ts';
import type { SuspensionsTable } from './suspension-table.ts';

export type CaseState = 'new' | 'investigating' | 'containing' | 'contained' | 'closed';
export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';
export type StepKind = 'action' | 'decision' | 'task';
export type StepState =
  | 'preparing'
  | 'blocked'
  | 'waiting'
  | 'approved'
  | 'running'
  | 'claimed'
  | 'contained'
  | 'slipped'
  | 'failed'
  | 'undoing'
  | 'undone'
  | 'declined'
  | 'expired'
  | 'decided'
  | 'voided';
export type OnDeadline = 'deny' | 'hold' | 'escalate';
export type RoleName = 'security' | 'finance' | 'legal' | 'manager';
export type Hold = 'snooze' | 'storm' | 'canary';

interface DeliveriesTable {
  id: Generated<string>;
  source: string;
  dedupe_key: string;
  content_type: string;
  body: Buffer;
  received_at: TimeByDefault;
  state: WithDefault<'received' | 'ingested' | 'quarantined'>;
  headers: ColumnType<Record<string, string>, string | undefined, string>;
  code: string | null;
  reason: string | null;
  field: string | null;
  attempts: WithDefault<number>;
  due_at: TimeOrNull;
}

interface DeliveryDetectionsTable {
  delivery_id: string;
  detection_id: string;
}

interface CasesTable {
  id: Generated<number>;
  playbook: string;
  playbook_version: string;
  state: WithDefault<CaseState>;
  severity: Severity;
  title: string;
  product: string | null;
  first_seen: Time;
  last_seen: Time;
  opened_at: TimeByDefault;
  updated_at: TimeByDefault;
  owner: JsonOrNull<unknown>;
  round: WithDefault<number>;
  score: JsonOrNull<unknown>;
  scored_round: WithDefault<number>;
  quiet: WithDefault<boolean>;
  resolution: string | null;
  resolution_note: string | null;
  closed_at: TimeOrNull;
  revision: WithDefault<number>;
  due_at: TimeOrNull;
  /** Set while the plan has to be worked out anew. */
  prepare_at: TimeOrNull;
  merged_into: number | null;
  /** Why it has no card for now; null once it may be posted. */
  hold: Hold | null;
  hold_because: string | null;
  snooze_id: number | null;
  storm_id: string | null;
}

interface DetectionsTable {
  id: Generated<string>;
  delivery_id: string;
  source: string;
  fingerprint: string;
  title: string;
  severity: Severity;
  occurred_at: Time;
  created_at: TimeByDefault;
  body: Json<unknown>;
  case_id: number | null;
  joined_because: string;
  /** Why nobody was assumed although somebody may be meant. */
  ambiguous: string | null;
}

interface DetectionKeysTable {
  detection_id: string;
  kind: 'person' | 'app' | 'payee' | 'transfer';
  key: string;
  learned: WithDefault<boolean>;
}

interface IdentitiesTable {
  key: string;
  person: string;
  said_by: string;
  learned_at: TimeByDefault;
}

interface MergesTable {
  id: Generated<string>;
  from_case: number;
  into_case: number;
  because: string;
  before: Json<unknown>;
  at: TimeByDefault;
  undone_at: TimeOrNull;
}

interface ChainWaitsTable {
  id: Generated<string>;
  chain: string;
  detection_id: string;
  due_at: TimeOrNull;
}

interface QueryRunsTable {
  id: Generated<string>;
  case_id: number;
  round: number;
  position: number;
  query: string;
  question: string;
  input: JsonOrNull<unknown>;
  state: WithDefault<'planned' | 'running' | 'answered' | 'unknown'>;
  finding: JsonOrNull<unknown>;
  attempts: WithDefault<number>;
  fence: WithDefault<number>;
  due_at: TimeOrNull;
  finished_at: TimeOrNull;
}

interface StepsTable {
  id: Generated<string>;
  case_id: number;
  key: string;
  position: number;
  kind: StepKind;
  state: StepState;
  title: string;
  action: string | null;
  input: JsonOrNull<unknown>;
  preview: JsonOrNull<unknown>;
  digest: string | null;
  role: RoleName;
  quorum: number;
  deadline_at: TimeOrNull;
  on_deadline: OnDeadline | null;
  escalated_at: TimeOrNull;
  receipt: JsonOrNull<unknown>;
  outcome: string | null;
  verification: JsonOrNull<unknown>;
  verify_round: WithDefault<number>;
  attempts: WithDefault<number>;
  fence: WithDefault<number>;
  due_at: TimeOrNull;
  started_at: TimeOrNull;
  finished_at: TimeOrNull;
  undo_reason: string | null;
}

interface ApprovalsTable {
  /** In which roles the voice may count. */
  roles: ColumnType<RoleName[], string | undefined, string>;
  broke_glass: WithDefault<boolean>;
  /** With what it was confirmed beside the click. */
  confirmed_by: WithDefault<'passkey' | 'totp' | null>;
  id: Generated<string>;
  step_id: string;
  /** The human, not the account: the person's key in cordon.yaml (their e-mail). */
  person: string;
  slack_user: string;
  name: string;
  choice: string;
  digest: string;
  reason: string;
  at: TimeByDefault;
  voided_at: TimeOrNull;
  void_reason: string | null;
}

interface MessagesTable {
  id: Generated<string>;
  /** Null for a notice, which belongs to no case. */
  case_id: number | null;
  key: string;
  kind: string;
  channel: string | null;
  recipient: string | null;
  detail: ColumnType<unknown, string | undefined, string>;
  ts: string | null;
  wanted: WithDefault<number>;
  sent: WithDefault<number>;
  /** When its channel's pace lets it go out; reserved once. */
  slot_at: TimeOrNull;
  /** Set while a post is under way; found set later, nobody knows whether it was posted. */
  sending_at: TimeOrNull;
  attempts: WithDefault<number>;
  fence: WithDefault<number>;
  failure: string | null;
  due_at: TimeOrNull;
  created_at: TimeByDefault;
}

interface JournalEntriesTable {
  id: Generated<number>;
  at: TimeByDefault;
  actor: Json<unknown>;
  what: string;
  case_id: number | null;
  refs: Json<Record<string, string>>;
  detail: Json<Record<string, unknown>>;
}

export interface Tables {
  deliveries: DeliveriesTable;
  delivery_detections: DeliveryDetectionsTable;
  detection_keys: DetectionKeysTable;
  identities: IdentitiesTable;
  merges: MergesTable;
  chain_waits: ChainWaitsTable;
  snoozes: SnoozesTable;
  storms: StormsTable;
  canaries: CanariesTable;
  source_watches: SourceWatchesTable;
  suspensions: SuspensionsTable;
  legal_moments: LegalMomentsTable;
  legal_decisions: LegalDecisionsTable;
  legal_votes: LegalVotesTable;
  legal_holds: LegalHoldsTable;
  cases: CasesTable;
  detections: DetectionsTable;
  query_runs: QueryRunsTable;
  steps: StepsTable;
  approvals: ApprovalsTable;
  authenticators: AuthenticatorsTable;
  enrolments: EnrolmentsTable;
  step_up_links: StepUpLinksTable;
  step_up_tries: StepUpTriesTable;
  messages: MessagesTable;
  paces: { key: string; next_at: Time };
  seen_requests: { signature: string; seen_at: TimeByDefault };
  tokens: { name: string; sealed: Buffer; updated_at: TimeByDefault };
  journal_entries: JournalEntriesTable;
  journal_unsealed: { entry_id: number };
  journal_seals: { seq: number; entry_id: number; previous_hash: string; hash: string };
}
