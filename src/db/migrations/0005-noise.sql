-- Notices: messages that belong to no case. Each is wanted once, by its key.
alter table messages alter column case_id drop not null;
create unique index messages_notice on messages (key) where case_id is null;

-- "AN1520 from siem about mara.ito, until Thursday, because …". What is null is not asked for.
create table snoozes (
  id bigint primary key generated always as identity,
  source text not null,
  rule text,
  person text,
  app text,
  -- The three in words.
  about text not null,
  reason text not null,
  set_by text not null,
  -- A key of whoever set it: what is about them is never held back by it.
  set_by_key text,
  set_at timestamptz not null default now(),
  until timestamptz not null,
  ended_at timestamptz,
  due_at timestamptz,
  check (coalesce(rule, person, app) is not null),
  check (until > set_at and until <= set_at + interval '30 days')
);
create index snoozes_standing on snoozes (source) where ended_at is null;
create index snoozes_due on snoozes (due_at) where due_at is not null;

-- More new cases than anybody can read. calm_at: no more are held, those that were are posted one after the other.
create table storms (
  id uuid primary key default gen_random_uuid(),
  began_at timestamptz not null default now(),
  calm_at timestamptz,
  ended_at timestamptz,
  due_at timestamptz
);
create unique index storms_one_at_a_time on storms ((true)) where ended_at is null;

-- Why a case has no card for now; null once it may be posted. Which snooze or storm held it stays known.
alter table cases add hold text check (hold in ('snooze', 'storm', 'canary'));
alter table cases add hold_because text;
alter table cases add snooze_id bigint references snoozes (id);
alter table cases add storm_id uuid references storms (id);
create index cases_opened on cases (opened_at);
create index cases_snoozed on cases (snooze_id) where snooze_id is not null;
create index cases_stormed on cases (storm_id) where storm_id is not null;

-- Findings Cordon issued itself, to see whether they arrive. Only these very bytes, in time, are one.
create table canaries (
  id text primary key,
  source text not null,
  body_sha256 text not null,
  issued_at timestamptz not null default now(),
  delivery_id uuid references deliveries (id),
  case_id bigint references cases (id),
  ended_at timestamptz,
  came_through boolean,
  due_at timestamptz
);
create index canaries_due on canaries (due_at) where due_at is not null;
create index canaries_delivery on canaries (delivery_id) where delivery_id is not null;

-- What is known of each source's habits, and what its owner was told.
create table source_watches (
  source text primary key,
  since timestamptz not null default now(),
  -- The longest silence that is usual, learned from its deliveries; null while too few are known.
  usual_minutes int,
  learned_at timestamptz,
  silent_since timestamptz,
  limited_at timestamptz
);
create index deliveries_source on deliveries (source, received_at);
