-- Everything Cordon knows. Every row that waits for work has a due_at on this database's clock; resume-stalled finds what is due.

create table deliveries (
  id uuid primary key default gen_random_uuid(),
  source text not null,
  dedupe_key text not null,
  content_type text not null,
  body bytea not null,
  received_at timestamptz not null default now(),
  state text not null default 'received' check (state in ('received', 'ingested', 'quarantined')),
  reason text,
  detection_id uuid,
  attempts int not null default 0,
  due_at timestamptz default now(),
  unique (source, dedupe_key)
);
create index deliveries_due on deliveries (due_at) where due_at is not null;

create table cases (
  id bigint primary key generated always as identity,
  playbook text not null,
  playbook_version text not null,
  state text not null default 'new' check (state in ('new', 'investigating', 'containing', 'contained', 'closed')),
  severity text not null check (severity in ('info', 'low', 'medium', 'high', 'critical')),
  title text not null,
  product text,
  subject_key text,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  opened_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  owner jsonb,
  round int not null default 1,
  score jsonb,
  scored_round int not null default 0,
  quiet boolean not null default false,
  resolution text,
  resolution_note text,
  closed_at timestamptz,
  revision int not null default 1,
  due_at timestamptz,
  prepare_at timestamptz
);
create index cases_due on cases (due_at) where due_at is not null;
create index cases_subject on cases (subject_key, product) where state <> 'closed';

create table detections (
  id uuid primary key default gen_random_uuid(),
  delivery_id uuid not null references deliveries (id),
  source text not null,
  fingerprint text not null unique,
  title text not null,
  severity text not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null default now(),
  body jsonb not null,
  case_id bigint references cases (id),
  joined_because text not null
);
create index detections_case on detections (case_id);
alter table deliveries add foreign key (detection_id) references detections (id);

create table query_runs (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  round int not null,
  position int not null,
  query text not null,
  question text not null,
  input jsonb,
  state text not null default 'planned' check (state in ('planned', 'running', 'answered', 'unknown')),
  finding jsonb,
  attempts int not null default 0,
  fence int not null default 0,
  due_at timestamptz default now(),
  finished_at timestamptz,
  unique (case_id, round, query)
);
create index query_runs_due on query_runs (due_at) where due_at is not null;

create table steps (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  key text not null,
  position int not null,
  kind text not null check (kind in ('action', 'decision', 'task')),
  state text not null check (state in (
    'preparing', 'blocked', 'waiting', 'approved', 'running', 'claimed', 'contained', 'slipped', 'failed',
    'undoing', 'undone', 'declined', 'expired', 'decided', 'voided')),
  title text not null,
  action text,
  input jsonb,
  preview jsonb,
  digest text,
  role text not null,
  quorum int not null check (quorum >= 1),
  deadline_at timestamptz,
  on_deadline text check (on_deadline in ('deny', 'hold', 'escalate')),
  escalated_at timestamptz,
  receipt jsonb,
  outcome text,
  verification jsonb,
  verify_round int not null default 0,
  attempts int not null default 0,
  fence int not null default 0,
  due_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  undo_reason text,
  unique (case_id, key)
);
create index steps_due on steps (due_at) where due_at is not null;

create table approvals (
  id uuid primary key default gen_random_uuid(),
  step_id uuid not null references steps (id),
  person text not null,
  slack_user text not null,
  name text not null,
  choice text not null,
  digest text not null,
  reason text not null,
  at timestamptz not null default now(),
  voided_at timestamptz,
  void_reason text
);
create unique index approvals_one_vote on approvals (step_id, person) where voided_at is null;

create table messages (
  id uuid primary key default gen_random_uuid(),
  case_id bigint not null references cases (id),
  key text not null,
  kind text not null,
  channel text,
  recipient text,
  detail jsonb not null default '{}',
  ts text,
  wanted int not null default 1,
  sent int not null default 0,
  slot_at timestamptz,
  sending_at timestamptz,
  attempts int not null default 0,
  fence int not null default 0,
  failure text,
  due_at timestamptz default now(),
  created_at timestamptz not null default now(),
  unique (case_id, key)
);
create index messages_due on messages (due_at) where due_at is not null;

create table paces (
  key text primary key,
  next_at timestamptz not null
);

create table seen_requests (
  signature text primary key,
  seen_at timestamptz not null default now()
);

create table tokens (
  name text primary key,
  sealed bytea not null,
  updated_at timestamptz not null default now()
);

create table journal_entries (
  id bigint primary key generated always as identity,
  at timestamptz not null default now(),
  actor jsonb not null,
  what text not null,
  case_id bigint,
  refs jsonb not null default '{}',
  detail jsonb not null default '{}'
);
create index journal_entries_case on journal_entries (case_id);

-- The chain: one seal per entry, written in order by whoever holds the sealing lock. See src/journal/seal-entries.ts.
create table journal_seals (
  seq bigint primary key check (seq > 0),
  entry_id bigint not null unique references journal_entries (id),
  previous_hash text not null,
  hash text not null
);

-- What still waits for its seal; a plain work list, emptied by the sealer.
create table journal_unsealed (
  entry_id bigint primary key references journal_entries (id)
);
create function queue_for_sealing() returns trigger language plpgsql as $$
begin
  insert into cordon.journal_unsealed (entry_id) values (new.id);
  return new;
end $$;
create trigger journal_entries_queue after insert on journal_entries for each row execute function queue_for_sealing();

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only';
end $$;
create trigger journal_entries_append_only before update or delete on journal_entries
  for each row execute function refuse_rewriting();
create trigger journal_seals_append_only before update or delete on journal_seals
  for each row execute function refuse_rewriting();
create trigger journal_entries_no_truncate before truncate on journal_entries execute function refuse_rewriting();
create trigger journal_seals_no_truncate before truncate on journal_seals execute function refuse_rewriting();
