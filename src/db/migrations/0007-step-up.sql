-- How a voice was confirmed beside the click; null: it was not.
alter table approvals add confirmed_by text check (confirmed_by in ('passkey', 'totp'));

-- What somebody confirms with. counter: a passkey's signature counter, or the last time step of which a code was taken.
create table authenticators (
  id uuid primary key default gen_random_uuid(),
  person text not null,
  kind text not null check (kind in ('passkey', 'totp')),
  credential_id text unique,
  public_key bytea,
  transports jsonb not null default '[]',
  sealed bytea,
  counter bigint not null default 0,
  bound_at timestamptz not null default now(),
  removed_at timestamptz,
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null)),
  check ((kind = 'totp') = (sealed is not null))
);
create index authenticators_person on authenticators (person) where removed_at is null;

-- One-time links to bind one. Only the token's SHA-256 is kept. challenge and sealed: of the attempt under way.
create table enrolments (
  id uuid primary key default gen_random_uuid(),
  token_sha256 text not null unique,
  person text not null,
  slack_user text not null,
  name text not null,
  made_by text not null,
  challenge text,
  sealed bytea,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Private links to confirm one voice on one plan. nonce: of the attempt under way; plan: what the person was asked about.
create table step_up_links (
  id uuid primary key default gen_random_uuid(),
  token_sha256 text not null unique,
  step_id uuid not null references steps (id),
  digest text not null,
  plan jsonb not null,
  person text not null,
  slack_user text not null,
  name text not null,
  reason text not null,
  break_glass boolean not null,
  nonce text,
  expires_at timestamptz not null,
  used_at timestamptz
);
create unique index step_up_links_one on step_up_links (person, step_id, digest) where used_at is null;

-- Wrong codes in a row.
create table step_up_tries (
  person text primary key,
  wrong int not null default 0,
  locked_until timestamptz
);
