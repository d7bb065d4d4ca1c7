-- What a detection can be recognised by: a person's ids, an app, a payee, a transfer. See src/correlation/identity-keys.ts.
create table detection_keys (
  detection_id uuid not null references detections (id),
  kind text not null check (kind in ('person', 'app', 'payee', 'transfer')),
  key text not null,
  -- Not in the detection itself, but known from a vendor's answer.
  learned boolean not null default false,
  primary key (detection_id, key)
);
create index detection_keys_key on detection_keys (key);

-- Keys that vendors say belong to one person.
create table identities (
  key text primary key,
  person uuid not null,
  said_by text not null,
  learned_at timestamptz not null default now()
);
create index identities_person on identities (person);

-- Why a detection was given to nobody although somebody may be meant; shown until a person merges or closes.
alter table detections add ambiguous text;

drop index cases_subject;
alter table cases drop column subject_key;
alter table cases add merged_into bigint references cases (id);

-- What a merge moved and how things were before, so that taking it back is exact.
create table merges (
  id uuid primary key default gen_random_uuid(),
  from_case bigint not null references cases (id),
  into_case bigint not null references cases (id),
  because text not null,
  before jsonb not null,
  at timestamptz not null default now(),
  undone_at timestamptz
);
create unique index merges_standing on merges (from_case) where undone_at is null;
create index merges_into on merges (into_case);

-- Chains that are complete but for something that must not happen: looked at again when its time has passed.
create table chain_waits (
  id uuid primary key default gen_random_uuid(),
  chain text not null,
  detection_id uuid not null references detections (id),
  due_at timestamptz,
  unique (chain, detection_id)
);
create index chain_waits_due on chain_waits (due_at) where due_at is not null;
